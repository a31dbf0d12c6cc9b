"""What the public sees of promises: a page, one commitment's story, a feed, open data and a page for other sites.

Shown is what an organisation opened to everybody: commitments that were agreed and are marked public, of events
that are not confidential. Institution and position only; no person, no reference number (its gaps would tell of
what is kept inside), no free text that was written for the office. An event is named when it is public itself.
"""
