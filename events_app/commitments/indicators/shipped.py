"""Lists that come along, each with its version and its source, for those who want them.

Numbers and subjects are facts; the sentences are ours, and nobody's official wording. Of the child-friendly city (KLA)
only the frame is here, institutions and five clusters, which stand in Perpres 25/2021: how the 24 indicators within it are
worded changes with the ministry's technical guide, so a city reads those from the guide that it is judged by.
"""

from dataclasses import dataclass

from events_app.commitments.indicators.forms import IndicatorIn
from events_app.commitments.indicators.tables import Scheme
from events_app.i18n import N_


@dataclass(frozen=True)
class Shipped:
    """A list by its name in addresses; `rows` are code, Indonesian, English."""

    name: str
    title: str
    scheme: Scheme
    version: str
    source: str
    rows: tuple[tuple[str, str, str], ...]

    @property
    def indicators(self) -> list[IndicatorIn]:
        """As somebody would type them."""
        return [
            IndicatorIn(scheme=self.scheme, version=self.version, code=code, label=label, label_en=english)
            for code, label, english in self.rows
        ]


GOALS = (
    ("1", "Mengakhiri kemiskinan", "End poverty"),
    ("2", "Mengakhiri kelaparan", "End hunger"),
    ("3", "Hidup sehat bagi semua", "Healthy lives for everybody"),
    ("4", "Pendidikan yang baik bagi semua", "Good education for everybody"),
    ("5", "Perempuan dan laki-laki setara", "Women and men are equal"),
    ("5.2", "Tidak ada kekerasan dan perdagangan perempuan", "No violence against women, no trafficking"),
    ("6", "Air bersih dan sanitasi", "Clean water and sanitation"),
    ("7", "Energi bersih yang terjangkau", "Clean energy that people can afford"),
    ("8", "Pekerjaan layak dan pertumbuhan", "Decent work and growth"),
    ("8.7", "Tidak ada kerja paksa dan pekerja anak", "No forced labour, no child labour"),
    ("9", "Industri, inovasi, dan prasarana", "Industry, innovation and infrastructure"),
    ("10", "Kesenjangan berkurang", "Less inequality"),
    ("11", "Kota dan permukiman yang layak huni", "Cities where people live well"),
    ("12", "Produksi dan konsumsi yang bertanggung jawab", "Responsible production and consumption"),
    ("13", "Menangani perubahan iklim", "Act on the climate"),
    ("14", "Laut yang lestari", "Life in the sea is kept"),
    ("15", "Daratan dan hutan yang lestari", "Life on land is kept"),
    ("16", "Damai, adil, lembaga yang kuat", "Peace, justice, strong institutions"),
    (
        "16.2",
        "Tidak ada kekerasan terhadap dan perdagangan anak",
        "No violence against children, no trafficking",
    ),
    ("17", "Bekerja sama untuk semua tujuan", "Work together for all of it"),
)
CLUSTERS = (
    ("0", "Kelembagaan", "Institutions that carry it"),
    ("1", "Klaster I: hak sipil dan kebebasan", "Cluster I: civil rights and freedoms"),
    (
        "2",
        "Klaster II: lingkungan keluarga dan pengasuhan alternatif",
        "Cluster II: family and alternative care",
    ),
    ("3", "Klaster III: kesehatan dasar dan kesejahteraan", "Cluster III: basic health and welfare"),
    (
        "4",
        "Klaster IV: pendidikan, pemanfaatan waktu luang, dan kegiatan budaya",
        "Cluster IV: education, leisure and culture",
    ),
    ("5", "Klaster V: perlindungan khusus", "Cluster V: special protection"),
)
SHIPPED = {
    one.name: one
    for one in (
        Shipped(
            "sdg",
            N_("Goals of the 2030 Agenda"),
            Scheme.sdg,
            "A/RES/70/1",
            "United Nations, resolution A/RES/70/1, 25 September 2015",
            GOALS,
        ),
        Shipped(
            "kla",
            N_("Clusters of the child-friendly city (KLA)"),
            Scheme.kla,
            "Perpres 25/2021",
            "Peraturan Presiden 25/2021 tentang Kebijakan Kabupaten/Kota Layak Anak",
            CLUSTERS,
        ),
    )
}
