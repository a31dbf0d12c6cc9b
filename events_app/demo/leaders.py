"""Those whom the list does not name: the mayor, the ministry's expert, and the heads of further institutions."""

from typing import NamedTuple
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.invitations.people import institution_called
from events_app.stakeholders.actions import create_person
from events_app.stakeholders.forms import PersonIn
from events_app.stakeholders.tables import Sex


class Leader(NamedTuple):
    """Somebody in a post; `heads` says whether the institution is theirs to lead."""

    name: str
    sex: Sex
    position: str
    institution: str
    heads: bool = True


CITY = "Pemerintah Kota Lembayung"
MINISTRY = "Kementerian PPPA RI"
AGENCY = "Dinas Pemberdayaan Perempuan dan Perlindungan Anak"

LEADERS = {
    "mayor": Leader("Dr. H. Surya Wicaksana, M.Si.", Sex.male, "Wali Kota Lembayung", CITY),
    "expert": Leader(
        "Dra. Ratih Anindita, M.A.", Sex.female, "Staf Ahli Bidang Pembangunan Keluarga", MINISTRY, False
    ),
    "women": Leader("Dra. Hj. Wening Kinasih, M.Si.", Sex.female, "Kepala Dinas", AGENCY),
    "police": Leader("AKP Galih Pradana, S.H.", Sex.male, "Kepala Unit PPA", "Polres Lembayung", False),
    "health": Leader("dr. Laksmi Pertiwi", Sex.female, "Kepala Puskesmas", "Puskesmas Lembayung Utara"),
    "lawyer": Leader("Melati Kusumastuti, S.H.", Sex.female, "Direktur", "LBH Kenanga"),
    "trainer": Leader("Dr. Bima Adinata, M.Si.", Sex.male, "Dosen", "Universitas Lembayung", False),
    "migrants": Leader("Yosua Tambunan, S.H.", Sex.male, "Ketua", "Serikat Pekerja Migran Lembayung"),
    "press": Leader("Anggun Paramita, S.I.Kom.", Sex.female, "Pemimpin Redaksi", "Harian Lembayung Pos"),
    "batik": Leader("Hj. Sekar Widuri", Sex.female, "Ketua", "Koperasi Batik Lembayung"),
}


async def appoint(actor: Actor) -> dict[str, UUID]:
    """Writes them into the directory; the person of each part they play."""
    return {part: await _appoint(actor, leader) for part, leader in LEADERS.items()}


async def _appoint(actor: Actor, leader: Leader) -> UUID:
    facts = PersonIn(
        full_name=leader.name,
        sex=leader.sex,
        institution_id=await institution_called(actor, leader.institution),
        position=leader.position,
        is_head=leader.heads,
    )
    return (await create_person(actor, facts)).id
