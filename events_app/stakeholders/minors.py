"""Somebody under age is written down only with a guardian who agreed, and without a phone unless they agreed to that.

The guardian's yes is a consent like any other, with its words, kept for ever.
"""

from events_app import clock, i18n
from events_app.accounts.actor import Actor
from events_app.errors import FieldError, Invalid
from events_app.i18n import N_, gettext
from events_app.stakeholders.tables import ConsentRecord, Person

PURPOSE, VERSION = "guardian", 1
WORDING = N_(
    "I am the parent or guardian. I agree that this child's name and attendance are recorded for the events of this"
    " organisation, without photo, public name or phone unless I allow them."
)


def agree(row: Person, said: bool | None) -> bool:
    """Notes the guardian's yes; true when it is a new one. Raises Invalid for a minor without guardian and yes."""
    if not row.is_minor:
        row.guardian_name, row.guardian_agreed_at, row.guardian_allows_phone = "", None, False
        return False
    standing = row.guardian_agreed_at if said is not False else None
    faults = []
    if not row.guardian_name:
        faults.append(_fault("guardian_name", "missing", N_("Please name the parent or guardian.")))
    if standing is None and not said:
        faults.append(_fault("guardian_consent", "missing", N_("A minor needs the consent of the guardian.")))
    if row.phone and not row.guardian_allows_phone:
        sentence = N_("A minor's phone is kept only when the guardian agreed to that.")
        faults.append(_fault("phone", "minor_phone", sentence))
    if faults:
        raise Invalid(faults)
    row.guardian_agreed_at = standing or clock.now()
    return standing is None


async def record(actor: Actor, row: Person, newly: bool) -> None:
    """Keeps the proof of a yes that is new."""
    if newly:
        await ConsentRecord(
            organisation=actor.organisation,
            person=row.id,
            purpose=PURPOSE,
            text_version=VERSION,
            language=i18n.locale(),
            given_at=row.guardian_agreed_at,
            via="staff",
            given_by=row.guardian_name,
            wording=gettext(WORDING),
            created_by=actor.user,
        ).save()


def _fault(field: str, code: str, sentence: str) -> FieldError:
    return FieldError(field, code, gettext(sentence))
