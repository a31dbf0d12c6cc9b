"""Pages of finalised minutes: the chair finalises and corrects, everybody reads and compares, strangers check a code."""

from typing import Any, Literal

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from events_app import clock, i18n
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.actions.promises import lacking
from events_app.commitments.carrying import queries as carrying
from events_app.commitments.minutes import content, finalising, keeping, queries, versions
from events_app.commitments.minutes.forms import CorrectionIn, FinaliseIn
from events_app.commitments.minutes.tables import MinutesVersion
from events_app.commitments.queries import actions_of
from events_app.database import fetch
from events_app.documents import serve
from events_app.events.access import Asker
from events_app.events.tables import Event, StageRole
from events_app.i18n import _
from events_app.invitations.access import Ask, unknown_link
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
READ = [requires(Right.read)]
DECIDE = [requires(Right.decide)]
PDF = "application/pdf"
Language = FromQuery[Literal["id", "en"] | None]
DRAFTS = """
SELECT c.id, c.ref, c.title, c.expected_result, i.name AS institution
FROM commitment c JOIN institution i ON i.id = c.institution WHERE c.event = $1 AND c.state = 'draft' ORDER BY c.ref
"""


@get("/events/{event_id:uuid}/minutes/finalise", guards=DECIDE)
async def look(request: Asker, written_event: NamedDependency[Event]) -> Answer:
    """Everything once more as it will be frozen, with what is missing and which drafts would be agreed."""
    return await _look(request, written_event, Form.blank(FinaliseIn))


@post("/events/{event_id:uuid}/minutes/finalise", guards=DECIDE)
async def finalise(request: Asker, written_event: NamedDependency[Event]) -> Answer:
    """Freezes it as the next version."""
    form = await read_form(request, FinaliseIn)
    with form.refusing():
        version = await finalising.finalise(request.user, written_event, form.value, clock.now())
    if not form.ok:
        return await _look(request, written_event, form)
    say(request, _("The minutes are finalised as version %(number)s.", number=version.number))
    return redirect(f"/events/{written_event.id}/minutes/versions/{version.number}")


@post("/events/{event_id:uuid}/minutes/correction", guards=DECIDE)
async def correct(request: Asker, written_event: NamedDependency[Event]) -> Answer:
    """Opens them again."""
    form = await read_form(request, CorrectionIn)
    with form.refusing():
        await finalising.begin_correction(request.user, written_event, form.value.reason)
    if not form.ok:
        newest = await versions.latest(written_event)
        return (
            redirect(f"/events/{written_event.id}/minutes")
            if newest is None
            else await _show(request, written_event, newest, form)
        )
    say(request, _("The minutes can be written again; the versions so far stay as they are."))
    return redirect(f"/events/{written_event.id}/minutes")


@get("/events/{event_id:uuid}/minutes/versions/{number:int}", guards=READ)
async def show(
    request: Asker, event: NamedDependency[Event], minutes_version: NamedDependency[MinutesVersion]
) -> Answer:
    """A version as it was finalised, and what it says otherwise than the one before."""
    return await _show(request, event, minutes_version, Form.blank(CorrectionIn))


@get("/events/{event_id:uuid}/minutes/versions/{number:int}/minutes.pdf", guards=READ, media_type=PDF)
async def paper(
    event: NamedDependency[Event], minutes_version: NamedDependency[MinutesVersion], language: Language = None
) -> Response[bytes]:
    """Its paper."""
    name, data = await versions.pdf_of(event, minutes_version, language or event.language)
    return serve.made(name, PDF, data)


@get("/verify/minutes/{code:str}", public=True)
async def verify(request: Ask, code: FromPath[str]) -> Answer:
    """Whether minutes are genuine and the newest; never what they say."""
    found = await versions.checked(code)
    if found is None:
        raise await unknown_link(request)
    return page("commitments/minutes/verify.html", found=found, organisation_name=found["organisation"])


async def _look(request: Asker, event: Event, form: Form[FinaliseIn]) -> Answer:
    now = clock.now()
    drafts = [dict(row) for row in await fetch(DRAFTS, event.id)]
    of_each = await actions_of([row["id"] for row in drafts], now)
    for row in drafts:
        row["missing"] = lacking(row["expected_result"], [one["due"] for one in of_each[row["id"]]])
    seen = await queries.mark(event.id)
    named = await queries.people(event)
    left = [row for row in await carrying.carried(request.user, event, now) if not row["review"]]
    return page(
        "commitments/minutes/finalise.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(now),
        form=form,
        seen=seen,
        facts=await content.of(event, now),
        drafts=drafts,
        chair=named[StageRole.chair],
        minute_taker=named[StageRole.minute_taker],
        left=left,
        minutes=await keeping.minutes_of(event),
    )


async def _show(request: Asker, event: Event, version: MinutesVersion, form: Form[CorrectionIn]) -> Answer:
    row, newest = await keeping.minutes_of(event), await versions.latest(event)
    before = await versions.version_of(event, version.number - 1) if version.number > 1 else None
    language = i18n.locale()
    return page(
        "commitments/minutes/version.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        version=version,
        facts=versions.facts_of(version, language),
        newest=newest is not None and newest.number == version.number,
        correcting=row.correcting,
        changes=versions.changes(before, version, language) if before else [],
        listed=await versions.listed(event),
        form=form,
    )


doors: list[Any] = [look, finalise, correct, show, paper, verify]
