"""A notice is shown on the page after, and on no page after that, to staff and to whoever comes by a link."""

from events_app.accounts.tables import Organisation
from tests import make_commitments as make
from tests.people import Browser, Somebody

REPORT = {"percent": "40", "narrative": "Posko pertama buka."}


async def test_a_notice_is_shown_once(city: Organisation, dewi: Somebody, public: Browser) -> None:
    row = await make.opened(city, await make.scene(city))
    link = f"/p/{(await make.link_of(row))[1]}"
    for web, path, said in (
        (dewi.web, f"/actions/{row.id}", "The progress has been recorded."),
        (public, link, "Kemajuan Anda telah dicatat."),
    ):
        sent = await web.post(f"{path}/progress", REPORT)
        assert sent.status_code == 303
        assert "flash" in sent.cookies
        assert said in (await web.get(path)).text
        refused = await web.post(f"{path}/submit", {"statement": ""})
        assert refused.status_code == 422
        assert said not in refused.text
        assert said not in (await web.get(path)).text
