"""Commitments to try with, made by API alone."""

from dataclasses import dataclass
from typing import Any

from tests.contract.calls import day, event, institution, must, ok
from tests.people import Somebody

PDF = (
    "sk.pdf",
    b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    "application/pdf",
)


@dataclass
class Promise:
    """An agreed commitment with one open action, and the offices concerned."""

    event: dict[str, Any]
    promiser: dict[str, Any]
    verifier: dict[str, Any]
    commitment: dict[str, Any]

    @property
    def action(self) -> str:
        return str(self.commitment["actions"][0]["id"])


def todo(office: Any, **more: Any) -> dict[str, Any]:
    return {
        "title": "Menerbitkan SK",
        "deliverable": "SK yang ditandatangani",
        "responsible_institution_id": office["id"],
        "due": day(30),
    } | more


def promise(office: Any, *actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "institution_id": office["id"],
        "title": "Membentuk gugus tugas",
        "statement": "Kami akan membentuk gugus tugas.",
        "expected_result": "Gugus tugas terbentuk",
        "actions": list(actions),
    } | more


async def agreed(owner: Somebody, made: Any = None, **more: Any) -> Promise:
    """A promise of a new office, verified by another new one, agreed."""
    made = made or await event(owner.api, theme=more.pop("theme", "TPPO"))
    promiser, verifier = await institution(owner.api), await institution(owner.api)
    body = promise(promiser, todo(promiser, verifier_institution_id=verifier["id"], **more))
    kept = await must(owner.api.post(f"/events/{made['id']}/commitments", json=body))
    kept = await ok(owner.api.post(f"/commitments/{kept['id']}/agreement"))
    return Promise(made, promiser, verifier, kept)


async def submitted(who: Somebody, action: str) -> dict[str, Any]:
    body = {"statement": "SK terbit", "links": ["https://contoh.example/sk"]}
    return dict(await must(who.api.post(f"/actions/{action}/submissions", json=body)))
