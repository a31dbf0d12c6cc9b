"""Rules are told as people say them, in both languages; what has no words is left to its own."""

import pytest

from events_app import i18n
from events_app.events.series.rule_words import rule_text


@pytest.mark.parametrize(
    ("rule", "english", "indonesian"),
    [
        ("FREQ=DAILY;INTERVAL=91;COUNT=4", "Every 91 days, 4 dates", "Setiap 91 hari, 4 tanggal"),
        (
            "FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20270303",
            "Every week, on Monday, Thursday, until 3 March 2027",
            "Setiap minggu, pada Senin, Kamis, sampai 3 Maret 2027",
        ),
        (
            "FREQ=MONTHLY;BYDAY=2TU;COUNT=6",
            "Every month, on the second Tuesday, 6 dates",
            "Setiap bulan, pada Selasa kedua, 6 tanggal",
        ),
        (
            "RRULE:FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR;UNTIL=20271231T235959Z",
            "Every 3 months, on the last Friday, until 31 December 2027",
            "Setiap 3 bulan, pada Jumat terakhir, sampai 31 Desember 2027",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=8",
            "Every month, on day 8 of the month",
            "Setiap bulan, pada tanggal 8",
        ),
        ("FREQ=YEARLY;COUNT=1", "Every year, 1 date", "Setiap tahun, 1 tanggal"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=-1", "", ""),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "", ""),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", "", ""),
        ("FREQ=YEARLY;BYDAY=20MO", "", ""),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "", ""),
    ],
)
def test_a_rule_is_told_in_words_or_not_at_all(rule: str, english: str, indonesian: str) -> None:
    with i18n.using("en"):
        assert rule_text(rule) == english
    with i18n.using("id"):
        assert rule_text(rule) == indonesian
