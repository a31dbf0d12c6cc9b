"""One institution on one page: its figures beside everybody's, what it promised and owes, who came, how it went.

`queries` reads it, a handful of statements however much there is; the page and the API tell the same facts.
"""
