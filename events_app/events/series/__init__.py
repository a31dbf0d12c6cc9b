"""Plans that can be made again: events done once more, templates, and series of occurrences by a rule.

A `Plan` is what an event was to be, never what became of it: fields, sessions with local offsets, the running
order, who is on stage. Of a plan and a local start comes a new draft; a room or person taken then is left out by
name. A series keeps its plan and its rule (RFC 5545); its occurrences are real events, each with the local start
the rule gave it. A change may concern one of them, those from it on, or all; what has begun is never moved.
"""
