"""The plots and a promise's story in a browser: from the figures to the evidence, in both themes, on a phone, on paper."""

import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from events_app.reports import plots
from tests.browser.axe import faults
from tests.browser.house import House
from tests.browser.phones import ask

PHONE = {"width": 360, "height": 740}


@pytest.mark.browser
def test_way_leads_from_the_figures_over_the_story_to_the_evidence(
    house: House, browser: Browser, demo_owner: list[Any]
) -> None:
    context = browser.new_context()
    context.add_cookies(demo_owner)
    page = context.new_page()
    page.goto(f"{house.url}/reports?from=2020-01-01")
    page.locator('main a[href^="/reports/plots"]').click()
    expect(page).to_have_url(re.compile(r"/reports/plots\?from=2020-01-01"))
    expect(page.locator('input[name="from"]')).to_have_value("2020-01-01")
    expect(page.locator("svg.plot-svg[role=img]")).to_have_count(len(plots.NAMES))
    shown = [
        row["commitment_id"]
        for row in ask(page, "GET", "/actions?state=verified&limit=100")["items"]
        if any(sent["evidence"] for sent in ask(page, "GET", f"/actions/{row['id']}/submissions")["items"])
    ]
    page.goto(f"{house.url}/commitments/{shown[0]}")
    page.locator(f'a[href="/commitments/{shown[0]}/timeline"]').click()
    expect(page.locator("#story")).to_be_visible()
    page.wait_for_function("customElements.get('auto-submit') !== undefined")
    page.locator('select[name="kind"]').select_option("evidence")
    expect(page).to_have_url(re.compile("kind=evidence"))
    page.locator('.timeline a[href^="/evidence/"]').first.click()
    expect(page).to_have_url(re.compile(r"/evidence/[0-9a-f-]+/preview"))
    expect(page.locator("h1")).to_be_visible()
    context.close()


def _apart(page: Page, words: str) -> None:
    """No word stands on another one."""
    boxes = [one.bounding_box() for one in page.locator(words).all() if one.is_visible()]
    places = sorted((box["x"], box["x"] + box["width"]) for box in boxes if box)
    assert len(places) > 4
    assert all(end <= start for (_begin, end), (start, _end) in pairwise(places)), places


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plots_hold_on_a_phone_and_open_their_tables(
    house: House, browser: Browser, demo_owner: list[Any], theme: Any
) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    context.add_cookies([*demo_owner, {"name": "theme", "value": theme, "url": house.url}])
    page = context.new_page()
    page.goto(f"{house.url}/reports/plots#heat-map")
    _apart(page, "#heat-map .plot-svg text.tiny")
    tables = page.locator("details.chart-data")
    expect(tables).to_have_count(len(plots.NAMES))
    for place in range(len(plots.NAMES)):
        tables.nth(place).locator("summary").click()
        expect(tables.nth(place).locator("table")).to_be_visible()
    assert faults(page) == []
    context.close()


@pytest.mark.browser
def test_paper_shows_every_table_and_nothing_that_is_only_for_the_screen(
    house: House, browser: Browser, demo_owner: list[Any]
) -> None:
    context = browser.new_context(color_scheme="dark")
    context.add_cookies(demo_owner)
    page = context.new_page()
    page.goto(f"{house.url}/reports/plots")
    expect(page.locator("#ageing")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("#ageing table")).to_be_visible()
    expect(page.locator("#ageing .chart-data summary")).to_be_hidden()
    expect(page.locator("form.filter-bar")).to_be_hidden()
    ink = page.locator("#ageing text.value").first.evaluate("one => getComputedStyle(one).fill")
    assert ink == "rgb(0, 0, 0)"
    heads = page.locator("#heat-map thead th").count()
    frame = page.locator("#heat-map .table-frame")
    assert heads > 10, "the widest table of all"
    page.set_viewport_size({"width": 700, "height": 1000})  # what an upright sheet leaves between its margins
    assert frame.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    context.close()


CUT = """() => [...document.querySelectorAll(".plot-svg div.label")].map(one => ({
  shown: getComputedStyle(one).textOverflow, cut: one.scrollWidth > one.clientWidth,
  right: one.getBoundingClientRect().right, room: one.closest(".plot-svg").getBoundingClientRect().right,
  whole: one.closest("switch").parentElement.querySelector("title").textContent === one.textContent,
}))"""


@pytest.mark.browser
def test_long_names_end_in_an_ellipsis_within_their_plot_on_a_phone(
    house: House, browser: Browser, demo_owner: list[Any]
) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    context.add_cookies(demo_owner)
    page = context.new_page()
    page.goto(f"{house.url}/reports/plots")
    names = page.evaluate(CUT)
    assert any(one["cut"] for one in names), "the demo has an institution with a long name"
    assert all(one["shown"] == "ellipsis" and one["whole"] and one["right"] <= one["room"] for one in names)
    expect(page.locator(".plot-svg switch text").first).to_be_hidden()
    context.close()
