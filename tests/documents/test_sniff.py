"""What is taken is told by its content; every other file is refused by name."""

import io
import zipfile

import pytest
from PIL import Image

from events_app.documents import sheets, sniff
from events_app.documents.sniff import FileEmpty, FileKindRefused, FileTooLarge, examine
from events_app.i18n import using

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(64)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64)
M4A = b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42" + bytes(64)
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(64)
EXE = b"MZ\x90\x00" + bytes(200)


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "navy").save(out, kind)
    return out.getvalue()


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def office(part: str, *more: str) -> bytes:
    return archive(**dict.fromkeys(("[Content_Types].xml", part, *more), b"<x/>"))


def open_document(kind: str) -> bytes:
    declared = f"application/vnd.oasis.opendocument.{kind}".encode()
    return archive(**{"mimetype": declared, "content.xml": b"<x/>"})


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PNG", picture("PNG"), "image/png"),
        ("a.jpg", picture("JPEG"), "image/jpeg"),
        ("a.jpeg", picture("JPEG"), "image/jpeg"),
        ("a.webp", picture("WEBP"), "image/webp"),
        ("a.heic", HEIC, "image/heic"),
        ("a.docx", office("word/document.xml"), WORD),
        (
            "a.xlsx",
            sheets.xlsx([("A", ["B"], [])]),
            WORD.replace("wordprocessingml.document", "spreadsheetml.sheet"),
        ),
        (
            "a.pptx",
            office("ppt/presentation.xml"),
            WORD.replace("wordprocessingml.document", "presentationml.presentation"),
        ),
        ("a.odt", open_document("text"), "application/vnd.oasis.opendocument.text"),
        ("a.ods", open_document("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
        ("a.csv", "nama;jabatan\nAda;Ketua\n".encode("utf-8-sig"), "text/csv"),
        ("a.txt", "Hadir: 12 orang, “baik”".encode(), "text/plain"),
        ("a.mp3", MP3, "audio/mpeg"),
        ("a.m4a", M4A, "audio/mp4"),
        ("a.mp4", MP4, "video/mp4"),
    ],
)
def test_examine_tells_the_kind_by_content(name: str, data: bytes, media_type: str) -> None:
    assert examine(name, data) == (name, media_type)


def test_name_without_ending_gets_the_one_of_its_content() -> None:
    assert examine("bukti", PDF) == ("bukti.pdf", "application/pdf")
    assert examine("/tmp/x/", picture("PNG"))[0] == "file.png"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("a.txt", b"<svg onload=alert(1)>"),
        ("a.html", b"<!doctype html><p>"),
        ("a.txt", b"\n  <html><script>1</script>"),
        ("a.xml", b"<?xml version='1.0'?><a/>"),
        ("a.exe", EXE),
        ("a.pdf", EXE),
        ("a.pdf.exe", PDF),
        ("a.png", picture("JPEG")),
        ("a.txt", PDF),
        ("a.docx", office("xl/workbook.xml")),
        ("a.docx", office("word/document.xml", "word/vbaProject.bin")),
        ("a.docx", office("word/document.xml", "xl/workbook.xml")),
        ("a.docx", archive(**{"readme.txt": b"hello"})),
        ("a.zip", archive(**{"readme.txt": b"hello"})),
        ("a.docx", office("word/document.xml")[:-30]),
        ("a.odt", archive(**{"mimetype": b"text/html", "content.xml": b""})),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)),
        ("a.csv", "naïve".encode("latin-1")),
        ("a.txt", b"a\x00b"),
        ("a.js", b"alert(1)"),
        ("a.gif", picture("GIF")),
    ],
)
def test_examine_refuses_other_kinds_and_names_that_contradict(name: str, data: bytes) -> None:
    with pytest.raises(FileKindRefused) as refusal:
        examine(name, data)
    assert refusal.value.code == "file_kind_refused"
    assert f"The file {name} is not taken" in _english(refusal.value)


def test_empty_file_is_refused_by_name() -> None:
    with pytest.raises(FileEmpty) as refusal:
        examine("bukti.pdf", b"")
    assert (refusal.value.status_code, refusal.value.code) == (422, "file_empty")


def test_limit_itself_is_taken_and_one_byte_more_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sniff, "LARGEST", 2**20)
    full = PDF.ljust(2**20, b" ")
    assert examine("a.pdf", full)[1] == "application/pdf"
    with pytest.raises(FileTooLarge) as refusal:
        examine("a.pdf", full + b" ")
    assert _english(refusal.value) == "The file a.pdf is larger than 1 MB."


def test_refusals_speak_indonesian() -> None:
    with using("id"):
        assert FileEmpty(name="a.pdf").text == "Berkas a.pdf kosong."


def _english(refusal: FileEmpty | FileTooLarge | FileKindRefused) -> str:
    with using("en"):
        return refusal.text
