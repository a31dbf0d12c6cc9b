"""What a file is, by its content: the evidence this product takes, and a named no for all else."""

from collections.abc import Callable, Collection

import filetype

from events_app.documents import names
from events_app.documents.office import office_kind
from events_app.errors import Refusal
from events_app.i18n import N_

LARGEST = 25 * 1024 * 1024

KINDS: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/webp": ("webp",),
    "image/heic": ("heic", "heif"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ("pptx",),
    "application/vnd.oasis.opendocument.text": ("odt",),
    "application/vnd.oasis.opendocument.spreadsheet": ("ods",),
    "application/vnd.oasis.opendocument.presentation": ("odp",),
    "text/plain": ("txt",),
    "text/csv": ("csv",),
    "audio/mpeg": ("mp3",),
    "audio/mp4": ("m4a",),
    "video/mp4": ("mp4", "m4v"),
}

ACCEPT = ",".join(f".{ending}" for endings in KINDS.values() for ending in endings)


class FileEmpty(Refusal):
    status_code = 422
    message = N_("The file %(name)s is empty.")


class FileTooLarge(Refusal):
    status_code = 422
    message = N_("The file %(name)s is larger than %(megabytes)s MB.")


class FileKindRefused(Refusal):
    status_code = 422
    message = N_(
        "The file %(name)s is not taken. Its content must be PDF, an image (PNG, JPEG, WebP, HEIC), an "
        "office document without macros (DOCX, XLSX, PPTX, ODT, ODS, ODP), plain text, CSV, MP3 or MP4, "
        "and the ending of its name must say the same."
    )


def examine(filename: str, data: bytes) -> tuple[str, str]:
    """The cleaned name and the media type of a file; raises the named refusal when it is not taken."""
    name = names.clean(filename)
    if not data:
        raise FileEmpty(name=name)
    if len(data) > LARGEST:
        raise FileTooLarge(name=name, megabytes=LARGEST // 2**20)
    ending = names.extension_of(name)
    media_type = _kind(data, ending)
    if media_type is None or (ending and ending not in KINDS[media_type]):
        raise FileKindRefused(name=name)
    return (name if ending else names.clean(f"{name}.{KINDS[media_type][0]}")), media_type


def examine_as(filename: str, data: bytes, kinds: Collection[str], otherwise: Refusal) -> None:
    """Raises `otherwise` for what is none of these media types, so that nobody is told of kinds that are not taken here."""
    try:
        _name, kind = examine(filename, data)
    except FileKindRefused:
        raise otherwise from None
    if kind not in kinds:
        raise otherwise


def _kind(data: bytes, ending: str) -> str | None:
    """The first answer counts; text comes last, for almost anything may look like it."""
    looks: tuple[Callable[[], str | None], ...] = (
        lambda: "application/pdf" if data.lstrip()[:5] == b"%PDF-" else None,
        lambda: office_kind(data),
        lambda: _media_kind(data),
        lambda: _text_kind(data, ending),
    )
    return next((kind for look in looks if (kind := look()) in KINDS), None)


def _media_kind(data: bytes) -> str | None:
    """Pictures, sound and film by their first bytes, which tell nothing safe about archives."""
    guess = filetype.guess(data[:8192])
    mime = str(guess.mime).replace("video/x-m4v", "video/mp4") if guess else ""
    return mime if mime.startswith(("image/", "audio/", "video/")) else None


def _text_kind(data: bytes, ending: str) -> str | None:
    """Readable UTF-8 that is no markup: a browser must never find a page or a script in evidence."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if text.lstrip().startswith("<") or any(char < " " and char not in "\t\n\r\f" for char in text):
        return None
    return "text/csv" if ending == "csv" else "text/plain"
