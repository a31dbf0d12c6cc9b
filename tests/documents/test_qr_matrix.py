"""Our own way to the modules of a code says what the library says."""

from typing import Any

import pytest
import qrcode

from events_app.qr_matrix import LEVEL, MASK, matrix


@pytest.mark.parametrize(
    "text",
    [
        "A",
        "HTTPS://ACARA.LEMBAYUNG.EXAMPLE/T/7K4M2Q9T7K4M2Q9T7K4M2Q9T7K",
        "https://acara.lembayung.example/rsvp/7K4M2Q9T7K4M2Q9T7K4M2Q9T7K",
        "0123456789" * 30,
        "1" * 60 + "ABC" * 20 + "é日" * 9,
        "x" * 1_500,
        "HTTPS://" + "K" * 2_000,
    ],
)
def test_matrix_is_the_librarys(text: str) -> None:
    code: Any = qrcode.QRCode(error_correction=LEVEL, border=0, mask_pattern=MASK)
    code.add_data(text, optimize=20)
    code.make(fit=True)
    assert matrix(text) == [bytes(map(bool, row)) for row in code.modules]


def test_matrix_refuses_what_no_code_holds() -> None:
    with pytest.raises(ValueError, match="too long"):
        matrix("x" * 5_000)
