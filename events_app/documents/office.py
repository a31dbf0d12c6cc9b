"""Office documents are zip archives: what they are stands inside, not in their first bytes."""

import io
import zipfile

_MAIN_PARTS = {
    "word/document.xml": "wordprocessingml.document",
    "xl/workbook.xml": "spreadsheetml.sheet",
    "ppt/presentation.xml": "presentationml.presentation",
}
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_MOST_PARTS = 10_000


def office_kind(data: bytes) -> str | None:
    """The media type of a DOCX, XLSX, PPTX or OpenDocument file; None for other archives and for macros."""
    if not data.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _kind(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError):
        return None


def _kind(archive: zipfile.ZipFile) -> str | None:
    parts = set(archive.namelist())
    if len(parts) > _MOST_PARTS or _has_macros(parts):
        return None
    if "[Content_Types].xml" in parts:
        found = [kind for part, kind in _MAIN_PARTS.items() if part in parts]
        return f"application/vnd.openxmlformats-officedocument.{found[0]}" if len(found) == 1 else None
    return _declared(archive) if {"mimetype", "content.xml"} <= parts else None


def _has_macros(parts: set[str]) -> bool:
    return any(part.endswith("vbaProject.bin") or part.startswith(("Basic/", "Scripts/")) for part in parts)


def _declared(archive: zipfile.ZipFile) -> str | None:
    with archive.open("mimetype") as part:
        declared = part.read(100).decode("ascii", "replace").strip()
    return declared if declared.startswith(_OPEN_DOCUMENT) else None
