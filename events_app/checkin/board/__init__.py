"""The live board: who is there, while they come in; for the stage, for the organiser, and for a screen without login.

Nothing here is written at the door. Figures, missing heads and the moment at which a quorum was reached are read from
attendance, which follows the time of scanning; so a late upload or an undone scan corrects them. Each process asks the
database once for all who watch an event, however many they are, and sends them only the parts that changed.
"""
