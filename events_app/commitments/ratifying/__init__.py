"""Ratifying: the absent head stands by what a representative promised, or does not.

A promise spoken by somebody who came in place of a position waits, once the chair agreed it, for whoever holds that
position. They get a personal link and need no account (`asking`); a signed letter that staff hand in counts the same
(`answering`). Nobody else can answer: not staff on their own word, and not who spoke. The work may begin meanwhile, and
is shown and counted as not yet ratified. When the post changes hands, the old link ends and the new holder is asked;
whoever has not answered after seven days is reminded once. A head may take an answer back within ten minutes, the chair
set it back afterwards (`taking_back`); then the promise waits again. What was answered, told and taken back is append-only.
"""
