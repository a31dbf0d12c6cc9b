"""Verbs of handouts: hand out, replace the file, take away, count."""

from dataclasses import dataclass

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, execute, fetch_value
from events_app.documents import actions as documents
from events_app.documents.tables import Document
from events_app.errors import NotFound, Refusal
from events_app.events.materials.forms import MaterialIn
from events_app.events.materials.tables import MaterialVersion
from events_app.events.tables import Event, Material, Session
from events_app.i18n import N_


class FileMissing(Refusal):
    status_code = 422
    message = N_("Please choose a file.")
    field = "file"


class SessionUnknown(NotFound):
    code = "not_found"
    message = N_("There is no such session.")
    field = "session_id"


@dataclass(frozen=True)
class Upload:
    """A file as it was sent."""

    filename: str
    data: bytes


@atomically
async def add_material(actor: Actor, event: Event, plan: MaterialIn, upload: Upload) -> Material:
    """A handout with its first file, which the documents room refuses when it is empty, too large or strange."""
    if plan.session_id and not await _has(event, plan):
        raise SessionUnknown()
    document = await documents.keep(actor, upload.filename, upload.data)
    material = Material(
        organisation=event.organisation,
        event=event.id,
        session=plan.session_id,
        document=document.id,
        title=plan.title,
        visibility=plan.visibility,
    )
    await material.save()
    await _version(actor, material, document, 1)
    facts = {"event": event.id, "title": plan.title, "visibility": plan.visibility.value}
    await audit.record(actor, "material.added", material.id, after=facts)
    return material


@atomically
async def replace_file(actor: Actor, material: Material, upload: Upload) -> Material:
    """A newer file under the same link; the older ones stay with the staff."""
    await execute("SELECT 1 FROM material WHERE id = $1 FOR UPDATE", material.id)
    newest = "SELECT coalesce(max(number), 0) FROM material_version WHERE material = $1"
    number = await fetch_value(newest, material.id) + 1
    document = await documents.keep(actor, upload.filename, upload.data)
    await _version(actor, material, document, number)
    material.document = document.id
    await material.save([Material.document])
    await audit.record(actor, "material.replaced", material.id, after={"version": number})
    return material


@atomically
async def remove_material(actor: Actor, material: Material) -> None:
    """Take a handout away, all its files with it. Twice is once."""
    versions = await MaterialVersion.objects(MaterialVersion.document).where(
        MaterialVersion.material == material.id
    )
    await Material.delete().where(Material.id == material.id)
    for version in versions:
        await documents.erase(actor, version.document)
    await audit.record(actor, "material.removed", material.id, before={"title": material.title})


async def count_download(material: Material) -> None:
    """One more; the count is a figure for the organiser, nothing depends on it."""
    await execute("UPDATE material SET downloads = downloads + 1 WHERE id = $1", material.id)


async def _has(event: Event, plan: MaterialIn) -> bool:
    return await Session.exists().where((Session.id == plan.session_id) & (Session.event == event.id))


async def _version(actor: Actor, material: Material, document: Document, number: int) -> None:
    row = MaterialVersion(
        organisation=material.organisation,
        created_by=actor.user,
        material=material.id,
        number=number,
        document=document.id,
    )
    await row.save()
