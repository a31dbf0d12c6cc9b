"""The queue's own connections, which listen before anybody speaks."""

from typing import Self

from pgqueuer.adapters.drivers.asyncpg import AsyncpgPoolDriver

from events_app import jobs


class ListeningDriver(AsyncpgPoolDriver):
    """A driver whose connection listens on the queue's channel from the moment it is entered.

    The queue probes its listener as soon as it starts. Where the probe was committed before the LISTEN, it was
    lost, and ten seconds later a healthy worker took itself for deaf and began again.
    """

    async def __aenter__(self) -> Self:
        await self.add_listener(jobs.NAMES.channel, _ignore)
        return await super().__aenter__()


def _ignore(_: str | bytes | bytearray) -> None:
    """The queue adds what it does with a notice; this one only keeps the channel open."""
