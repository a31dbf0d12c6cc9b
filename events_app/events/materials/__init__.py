"""Handouts of an event or of one of its sessions: for the stage, for those who came, for guests, or for everybody.

A new file of the same handout is a new version: the link stays, the older files stay with the staff.
"""
