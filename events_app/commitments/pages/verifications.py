"""The verifier's queue: what waits for my verdict, the evidence beside what was promised."""

from typing import Any

from litestar import Response, get
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments import story, waiting
from events_app.commitments.access import Asker
from events_app.commitments.pages.view import words_of
from events_app.commitments.shaping import evidence_out
from events_app.ids import uuid_of
from events_app.web.pages import page

PAGE = 25


@get("/verifications", guards=[requires(Right.verify)])
async def queue(request: Asker, cursor: FromQuery[str] = "") -> Response[Any]:
    """The longest waiting first; never one's own work."""
    now = clock.now()
    rows = await waiting.waiting_for(request.user, now, uuid_of(cursor), PAGE)
    shown = rows[:PAGE]
    evidence = await story.evidence_of([row["submission"] for row in shown])
    return page(
        "commitments/verifications.html",
        waiting=[
            (row, [evidence_out(one, request.user) for one in evidence[row["submission"]]]) for row in shown
        ],
        next_url=f"/verifications?cursor={shown[-1]['submission']}" if len(rows) > PAGE else "",
        first_url="/verifications" if cursor else "",
        now=now,
        evidence_base="/evidence/",
        nav_current="verifications",
        **words_of(),
    )


handlers = [queue]
