"""Doors without an account: a certificate for its holder, the proof of a paper, and the way from the pass."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from events_app import clock
from events_app.checkin.badges.people import first_name
from events_app.checkin.certificates import links, making, queries, words
from events_app.checkin.certificates.access import PDF
from events_app.documents import serve
from events_app.errors import NotFound
from events_app.i18n import N_, gettext
from events_app.invitations.access import Held
from events_app.invitations.pass_offers import Offer, register
from events_app.web.pages import page, redirect

Answer = Response[Any]


@register
async def on_the_pass(held: Held) -> Offer | None:
    """A button on the pass once there is a certificate that stands."""
    if not held.event.is_over(clock.now()) or await queries.of_guest(held.guest.id) is None:
        return None
    return Offer(gettext(N_("My certificate")), "/certificate", "verify")


@get("/T/{token:str}/certificate", public=True)
async def from_the_pass(held: NamedDependency[Held]) -> Answer:
    """From the pass to the certificate's own page."""
    certificate = await queries.of_guest(held.guest.id)
    if certificate is None:
        raise NotFound()
    return redirect(f"{links.HOLDER_PATH}{links.holder_token(certificate)}")


@get("/certificate/{holder_link:str}", public=True)
async def holders(held_certificate: NamedDependency[Any]) -> Answer:
    """What it says, and its paper; once it is revoked, that it was."""
    row, facts = held_certificate, queries.facts_of(held_certificate)
    return page(
        "checkin/certificates/holder.html",
        one=row,
        title=facts["title"],
        called=facts["event"],
        dates=facts["dates"],
        here=f"{links.HOLDER_PATH}{links.holder_token(row['id'])}",
        check=links.CHECK.url(row["id"]),
        role=words.role_name(row["role"]),
        organisation_name=row["organisation_name"],
    )


@get("/certificate/{holder_link:str}/certificate.pdf", public=True, media_type=PDF)
async def holders_pdf(held_certificate: NamedDependency[Any]) -> Response[bytes]:
    """The paper, until it is revoked."""
    made = await making.standing(held_certificate, clock.now())
    return serve.made(made.filename, PDF, made.data)


@get("/verify/certificate/{certificate_code:str}", public=True)
async def verify(proven: NamedDependency[Any]) -> Answer:
    """Whether the paper with this code is genuine and stands: name as printed, event, JP, date, and nothing else."""
    facts = queries.facts_of(proven)
    return page(
        "checkin/certificates/verify.html",
        one=proven,
        name=shown_name(proven),
        called=facts["event"],
        dates=facts["dates"],
        organisation_name=proven["organisation_name"],
    )


def shown_name(row: Any) -> str:
    """The name as printed: its holder shows it to prove it. Of a child no more than the first, whoever holds the paper."""
    return first_name(row["full_name"]) if row["is_minor"] and not row["anonymised"] else row["name"]


doors: list[Any] = [from_the_pass, holders, holders_pdf, verify]
