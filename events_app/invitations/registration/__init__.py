"""Coming without an invitation, where an event is open to it.

Somebody asks on the public page and proves their mailbox by the link that is sent there; only then do they take
a seat, or a place in line, and get a pass. The page says the same whether it knows the address or not.
"""
