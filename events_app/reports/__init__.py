"""The room that looks: what waits for whom, what became of the promises, and the papers of an event.

It reads what every other room has written and writes nothing itself, except that a paper or a list with
people's names was handed out. A figure never stands without the number it was counted from, and a rate of
fewer than five is not shown: two of three is no trend.

Read in this order: `measures` (what each figure means), `rates`, `work` and `setting_up` (the start page),
`papers` and `exports`, `access` (who may have which), then the doors.
"""
