"""What a file is, as people call it."""

from events_app.i18n import N_, gettext

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."

MEDIA = {
    "application/pdf": N_("PDF"),
    "image/png": N_("Picture"),
    "image/jpeg": N_("Picture"),
    "image/webp": N_("Picture"),
    "image/heic": N_("Picture of an iPhone (HEIC)"),
    f"{OFFICE}wordprocessingml.document": N_("Word document"),
    f"{OFFICE}spreadsheetml.sheet": N_("Excel workbook"),
    f"{OFFICE}presentationml.presentation": N_("PowerPoint slides"),
    f"{OPEN}text": N_("Text document (ODF)"),
    f"{OPEN}spreadsheet": N_("Spreadsheet (ODF)"),
    f"{OPEN}presentation": N_("Slides (ODF)"),
    "text/plain": N_("Plain text"),
    "text/csv": N_("Table (CSV)"),
    "audio/mpeg": N_("Sound recording"),
    "audio/mp4": N_("Sound recording"),
    "video/mp4": N_("Video"),
}


def media_name(media_type: str | None) -> str:
    """`Dokumen Word`; nothing for a link."""
    return gettext(MEDIA[media_type]) if media_type in MEDIA else media_type or ""
