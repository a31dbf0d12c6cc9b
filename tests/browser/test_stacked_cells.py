"""On a phone a table's cells stand under each other: whatever a cell holds stays to the right of its label."""

import pytest
from playwright.sync_api import Browser

from events_app.paths import STATIC

ROW = """<table class="table stacks"><tbody><tr>
<td data-label="Pejabat"><a id="one">Agus Santoso</a>; <a id="two">Dra. Hj. Laila Mukaromah, M.Pd.</a></td>
<td data-label="Posisi">Lurah Mawar <span id="three">Kepala</span></td>
<td data-label="Penjelasan yang panjang sekali untuk satu isian"><span id="four">ya</span></td>
<td data-label="Sejak"><span id="five">2026</span></td></tr></tbody></table>"""


@pytest.mark.browser
def test_nothing_of_a_cell_falls_under_its_label(browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.set_content(f"<style>{(STATIC / 'css/ui/table.css').read_text()}</style>{ROW}")
    boxes = {
        name: page.locator(f"#{name}").bounding_box() for name in ("one", "two", "three", "four", "five")
    }
    lefts = {name: round(box["x"]) for name, box in boxes.items() if box}
    assert min(lefts.values()) == lefts["one"] == lefts["four"] > 100, lefts
    four, five = boxes["four"], boxes["five"]
    assert four
    assert five
    assert five["y"] > four["y"] + 30
    context.close()
