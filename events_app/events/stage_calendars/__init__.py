"""Single sessions in the calendars of people on stage: an entry of its own for each, asked, changed, cancelled (iTIP).

A row says what somebody's calendar holds. What it should hold follows from the programme; the difference is sent with
asking, confirming, a release that was looked at, or a press of a button that shows it first.
"""
