"""The goals of the United Nations' 2030 Agenda (resolution A/RES/70/1) in words of our own, with three targets.

Numbers and subjects are facts; these sentences are ours, and nobody's official wording.
"""

VERSION = "A/RES/70/1"

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
"""Code, Indonesian, English."""
