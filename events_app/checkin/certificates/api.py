"""JSON doors of certificates: settings, who earned one, issuing, correcting, revoking, a person's lesson hours, proof."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import get, post, put
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody
from pydantic import Field

from events_app import clock
from events_app.checkin.certificates import actions, links, listing, planning, queries
from events_app.checkin.certificates.access import PLAN, READERS, certificate_by_code, certificate_of_mine
from events_app.checkin.certificates.earning import candidates, parts_of
from events_app.checkin.certificates.forms import (
    CertificateName,
    CertificateRevocation,
    CertificateSettings,
    CertificatesIssued,
)
from events_app.checkin.certificates.listing import Show
from events_app.checkin.certificates.pages import certificates_pdf, certificates_xlsx
from events_app.checkin.certificates.planning import SAID, plan_of
from events_app.checkin.certificates.public_pages import shown_name
from events_app.checkin.certificates.tables import Certificate, CertificatePlan, CertificateRole
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.shapes import Moment, Out, Page
from events_app.stakeholders.access import person_here
from events_app.web.api import Cursor, Limit, part

BASE = "/events/{event_id:uuid}"


class CertificateSettingsOut(CertificateSettings):
    """How an event gives certificates; `row_version` is 0 where nobody has said anything yet."""

    row_version: int = 0


class CandidateOut(Out):
    """Somebody who could have a certificate; `why` they earned one or not is in the reader's language."""

    id: UUID = Field(description="The person's.")
    guest_id: UUID | None = Field(validation_alias="guest")
    name: str
    institution: str
    role: CertificateRole
    earned: bool
    why: str = Field(examples=["checked in at 2 of 5 sessions"])
    sessions: int = Field(description="At how many they checked in.")
    minutes: int = Field(description="How long they stayed, within the event's hours.")
    jp: int = Field(description="Lesson hours they would get now.")
    certificate_id: UUID | None = Field(validation_alias="certificate")
    number: str
    printed_name: str = Field(validation_alias="printed")
    version: int
    issued_jp: int = Field(validation_alias="given_jp")
    revoked: bool
    reason: str = Field(description="Why it was issued though the rule said no.")


class CertificatesIssuedOut(Out):
    """How many were issued, how many of them are told by mail, and how many are left for the next call."""

    certificates: int
    mailed: int
    left: int


class CertificateOut(Out):
    """A certificate as it stands."""

    id: UUID
    event_id: UUID = Field(validation_alias="event")
    person_id: UUID = Field(validation_alias="person")
    number: str = Field(examples=["SERT/007/SETDA/2026"])
    version: int
    name: str
    role: CertificateRole
    jp: int
    event_day: date
    issued_at: Moment = Field(validation_alias="created_at")
    reason: str
    revoked_at: Moment | None
    revoked_reason: str
    check_url: str = Field(description="Where its code leads: the proof, for anybody.")


class YearOut(Out):
    """The lesson hours of valid certificates of one calendar year; civil servants need twenty."""

    year: int
    jp: int
    certificates: int


class PersonCertificatesOut(Out):
    """Everything a person got, the latest first, and the lesson hours of each year and in all."""

    jp: int
    years: list[YearOut]
    certificates: list[CertificateOut]


class CertificateProofOut(Out):
    """What may be said to anybody of the certificate of a code."""

    organisation: str
    name: str
    event: str
    dates: str
    number: str
    jp: int
    valid: bool


@get(f"{BASE}/certificate-settings", guards=READERS)
async def read_certificate_settings(event: NamedDependency[Event]) -> CertificateSettingsOut:
    """How this event gives certificates."""
    return await _settings(event, await plan_of(event))


@put(f"{BASE}/certificate-settings", guards=PLAN)
async def set_certificates(
    request: Asker, event: NamedDependency[Event], data: JSONBody[CertificateSettings]
) -> CertificateSettingsOut:
    """Other settings, for what is issued from now on. 409 `changed_meanwhile`."""
    return await _settings(event, await planning.keep(request.user, event, data, clock.now()))


@get(f"{BASE}/certificates", guards=READERS)
async def list_certificates(
    event: NamedDependency[Event],
    show: FromQuery[Show] = Show.all,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[CandidateOut]:
    """Everybody who could have one, by name: who earned it, who did not and why, and what was issued."""
    people = listing.narrowed(await candidates(event, await plan_of(event)), show, "")
    return part(people, limit, cursor, CandidateOut.model_validate)


@post(f"{BASE}/certificates", guards=PLAN)
async def issue_certificates(
    request: Asker, event: NamedDependency[Event], data: JSONBody[CertificatesIssued]
) -> CertificatesIssuedOut:
    """For everybody who earned one and has none; or for one person, with a reason, though the rule says no.

    409 `certificates_off`, `event_not_over`, `nobody_signs`, `nobody_earned`, `certificate_given`.
    """
    if data.person_id is None:
        done = await actions.issue_earned(request.user, event, clock.now())
        return CertificatesIssuedOut.model_validate(done)
    done = await actions.issue_one(request.user, event, data.person_id, data.reason, clock.now())
    return CertificatesIssuedOut.model_validate(done)


@get("/certificates/{certificate_id:uuid}", guards=READERS)
async def read_certificate(own_certificate: NamedDependency[Certificate]) -> CertificateOut:
    """One certificate."""
    return await _one(own_certificate)


@put("/certificates/{certificate_id:uuid}/name", guards=PLAN, refuses=["410"])
async def correct_certificate(
    request: Asker, own_certificate: NamedDependency[Certificate], data: JSONBody[CertificateName]
) -> CertificateOut:
    """Another name under the same number, as the next version. 410 `certificate_revoked`."""
    await actions.correct(request.user, own_certificate, data.name, clock.now())
    return await _one(own_certificate)


@post("/certificates/{certificate_id:uuid}/revocation", guards=PLAN, refuses=["410"])
async def revoke_certificate(
    request: Asker, own_certificate: NamedDependency[Certificate], data: JSONBody[CertificateRevocation]
) -> CertificateOut:
    """Not valid any more, for good; its number stays used. 410 `certificate_revoked`."""
    await actions.revoke(request.user, own_certificate, data.reason, clock.now())
    return await _one(own_certificate)


@get("/people/{person_id:uuid}/certificates", guards=READERS)
async def read_certificates_of_person(request: Asker, person_id: FromPath[UUID]) -> PersonCertificatesOut:
    """Everything somebody got here, also under rows merged into theirs."""
    person = await person_here(request, person_id)
    rows = await queries.of_person(request.user, person.id)
    years = queries.years(rows)
    return PersonCertificatesOut(
        jp=sum(one.jp for one in years),
        years=[YearOut.model_validate(one) for one in years],
        certificates=[_out(row) for row in rows],
    )


@get("/verify/certificate/{certificate_code:str}", public=True)
async def verify_certificate(proven: NamedDependency[Any]) -> CertificateProofOut:
    """Whether the paper with this code is genuine and stands; no account is needed."""
    facts = queries.facts_of(proven)
    return CertificateProofOut(
        organisation=proven["organisation_name"],
        name=shown_name(proven),
        event=facts["event"],
        dates=facts["dates"],
        number=proven["number"],
        jp=proven["jp"],
        valid=proven["revoked_at"] is None,
    )


async def _settings(event: Event, plan: CertificatePlan) -> CertificateSettingsOut:
    facts = {name: getattr(plan, name) for name in SAID}
    hours = [{"session_id": one.id, "jp": one.jp} for one in await parts_of(event)]
    more = {"signatory_id": plan.signatory, "row_version": plan.row_version, "sessions": hours}
    return CertificateSettingsOut.model_validate(facts | more)


async def _one(certificate: Certificate) -> CertificateOut:
    row = await queries.told(certificate.id)
    return _out(row)


def _out(row: Any) -> CertificateOut:
    return CertificateOut.model_validate(dict(row) | {"check_url": links.CHECK.url(row["id"])})


doors: list[Any] = [
    read_certificate_settings,
    set_certificates,
    list_certificates,
    issue_certificates,
    read_certificate,
    correct_certificate,
    revoke_certificate,
    read_certificates_of_person,
    verify_certificate,
    certificates_pdf,
    certificates_xlsx,
]
ROWS = {
    "own_certificate": Provide(certificate_of_mine),
    "proven": Provide(certificate_by_code),
}
