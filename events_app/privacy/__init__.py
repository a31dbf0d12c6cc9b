"""The ending of personal data: how long it is kept, anonymising one person while every count stays, a person's copy.

It stands to the right of all rooms because a person leaves traces in all of them. `traces` says which rows are about
somebody and which of their columns go; `columns` says of every other text of the schema whether it may speak of people,
so that what was typed anywhere can be searched for the name, phone, mail and employee number that go.
"""
