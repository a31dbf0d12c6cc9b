"""Codes are read back by an independent reader; the drawing says the same as the bitmap."""

import io
from xml.etree import ElementTree

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from events_app import qr
from tests.make_codes import svg_grid

TICKET = "https://acara.lembayung.example/T/7K4QW2M9XH3PZB8D5RNVCT12AB"


def test_png_reads_back_as_what_was_said() -> None:
    assert _read(qr.png(TICKET)) == TICKET


def test_png_grows_by_scale_and_keeps_a_quiet_zone() -> None:
    image = Image.open(io.BytesIO(qr.png("A", scale=3)))
    assert image.size == (3 * (21 + 8), 3 * (21 + 8))
    assert np.asarray(image)[:12].all()


def test_svg_draws_the_modules_of_the_png() -> None:
    drawn = svg_grid(qr.svg(TICKET))
    assert (drawn == ~np.asarray(Image.open(io.BytesIO(qr.png(TICKET, scale=1))))).all()


def test_svg_is_named_and_needs_no_style() -> None:
    drawing = qr.svg("A", title='Pass of "Ada" <b>')
    root = ElementTree.fromstring(drawing)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == 'Pass of "Ada" <b>'
    assert "style" not in drawing
    assert "currentColor" not in drawing


def test_payload_of_a_ticket_is_upper_case_and_smaller() -> None:
    assert qr.payload(TICKET) == TICKET.upper()
    assert _side(qr.payload(TICKET)) == 29 + 8 < _side(TICKET)


@pytest.mark.parametrize(
    "url",
    [
        "https://acara.example/verify/k3y",
        "https://acara.example/T/abc?next=a",
        "https://acara.example/T/abc#a",
        "https://acara.example/T/a_b",
        "https://acara.example/sub/T/abc",
        "https://balaikota-ß.example/T/ABC",
        "https://[::1]:8000/T/ABC",
    ],
)
def test_payload_leaves_what_would_not_mean_the_same(url: str) -> None:
    assert qr.payload(url) == url


def test_longer_text_grows_the_code_instead_of_failing() -> None:
    assert _read(qr.png("https://x.example/" + "a" * 400)) == "https://x.example/" + "a" * 400


def test_drawing_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="something"):
        qr.svg("")


@given(st.text("ABCDEFGHJKMNPQRSTVWXYZ0123456789abc/:.-", min_size=1, max_size=80))
def test_any_address_reads_back(text: str) -> None:
    assert _read(qr.png(text, scale=4)) == text


def _read(png: bytes) -> str:
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)).convert("L"))
    return str(found.text)


def _side(text: str) -> int:
    return Image.open(io.BytesIO(qr.png(text, scale=1))).width
