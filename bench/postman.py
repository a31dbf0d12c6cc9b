"""A mail server that takes everything and keeps nothing: `python -m bench.postman PORT`."""

import asyncio
import sys
from typing import Any

import uvloop
from aiosmtpd.smtp import SMTP


class Taker:
    """Answers like a server that wrote the message down."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        return "250 taken"


async def main(port: int) -> None:
    """Serves until it is stopped."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Taker(), hostname="localhost"), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
