"""Pages of evidence for staff: looking at a file, and saying that it holds personal data."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import ACTION_OF_EVIDENCE, Asker
from events_app.commitments.downloads import picture_of
from events_app.commitments.evidence import looking
from events_app.commitments.evidence.actions import PersonalDataForm, mark
from events_app.commitments.tables import Evidence
from events_app.database import fetch_value
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import redirect

READ = [requires(Right.read)]


@get("/evidence/{evidence_id:uuid}/preview", guards=READ)
async def preview(request: Asker, evidence: NamedDependency[Evidence]) -> Response[Any]:
    """What a file looks like, with its digest."""
    return await _show(request, evidence)


@get("/evidence/{evidence_id:uuid}/picture", guards=READ)
async def picture(request: Asker, evidence: NamedDependency[Evidence]) -> Response[bytes]:
    """The picture on that page."""
    return await picture_of(request.user, evidence)


@post("/evidence/{evidence_id:uuid}/personal-data", guards=READ)
async def mark_evidence(request: Asker, evidence: NamedDependency[Evidence]) -> Response[Any]:
    """Whether it holds personal data; an unticked box says that it does not, and what is no answer changes nothing."""
    form = await read_form(request, PersonalDataForm)
    if not form.ok:
        return await _show(request, evidence, form)
    holds = form.value.contains_personal_data
    await mark(request.user, evidence, holds, clock.now())
    say(
        request,
        _("Marked: only those who work on it or judge it see this evidence.")
        if holds
        else _("Marked: this evidence holds no personal data."),
    )
    return redirect(f"/actions/{await _action(evidence)}")


async def _show(
    request: Asker, evidence: Evidence, form: Form[PersonalDataForm] | None = None
) -> Response[Any]:
    return await looking.shown(
        request.user,
        evidence,
        "base.html",
        f"/actions/{await _action(evidence)}",
        "/evidence/",
        nav_current="commitments",
        may_mark=request.user.may(Right.keep_commitments) or request.user.may(Right.verify),
        status=form.status if form else 200,
        form=form,
    )


async def _action(evidence: Evidence) -> Any:
    return await fetch_value(ACTION_OF_EVIDENCE, evidence.id)


handlers = [preview, picture, mark_evidence]
