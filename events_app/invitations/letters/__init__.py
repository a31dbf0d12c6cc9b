"""Formal letters of invitation: written from the event, numbered when issued, filed signed, checked by a code.

A draft follows the event. An issued letter is frozen: its words, its recipients, its number stay what they were, whatever
becomes of the event. Its paper is set anew each time it is asked for, so that no file at rest holds anybody's answer link;
the digest of every file that was handed out is kept, for those who want to know whether theirs is one of them.
"""
