"""The WhatsApp service (Cloud API) as a channel of the outbox: approved templates to people who agreed.

It is offered only where it is set up. What the service tells of a message arrives at a signed door, in any
order and as often as it likes. A link that a person sends from their own telephone needs none of this.
"""
