"""The queue listens before it speaks: a notice given right after entering is heard."""

import asyncio

import asyncpg

from events_app import jobs
from events_app.queue_driver import ListeningDriver


async def test_a_notice_sent_before_the_queue_adds_its_own_listener_is_heard(db: str) -> None:
    heard: asyncio.Future[str | bytes | bytearray] = asyncio.get_running_loop().create_future()
    async with asyncpg.create_pool(db, min_size=2, max_size=2) as pool, ListeningDriver(pool) as driver:
        listening = await pool.fetchval(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query ILIKE 'listen%ch_pgqueuer%'"
        )
        assert listening == 1
        said = asyncio.create_task(driver.notify(jobs.NAMES.channel, "probe"))
        await driver.add_listener(jobs.NAMES.channel, heard.set_result)
        await said
        assert await asyncio.wait_for(heard, 5) == "probe"
