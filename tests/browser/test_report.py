"""The report in a browser: from a file, without a request, a complaint or a barrier, by keyboard, wide and narrow."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))
from made_run import write_rows, write_run

from thresher.report.page.write import write_report


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> str:
    """The address of a report with all its sections, compared with an earlier run."""
    folder = tmp_path_factory.mktemp("report")
    new, old = write_run(folder / "new", 120), write_run(folder / "old", 120, seed=2)
    return write_report(new, old=old).as_uri()


@pytest.fixture
def hostile(tmp_path) -> str:
    """The address of the report of a run that was out to break it."""
    dirt = "</style></title><script>document.title='owned'</script><img src=http://away.example/x onerror=alert(1)>"
    row = {"id": "1", "url": f"https://a.example/{dirt}", "title": dirt, "word_count": 9, "text_digest": dirt}
    cut = {"id": "1", "url": f"javascript:{dirt}", "reason": dirt, "judge": dirt, "confidence": 1.0, "text": dirt}
    gone = {"reason": "failed", "stage": "read", "url": f"data:text/html,{dirt}", "detail": dirt, "archive": dirt}
    return write_report(write_rows(tmp_path / "out", [row], [cut], [gone])).as_uri()


def is_within(page) -> bool:
    """Whether nothing of a page lies beyond its right edge."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 390), ("light", 1280), ("dark", 1280)])
def test_a_report_opens_from_a_file_without_a_barrier(scheme, width, report, page, request):
    watch, violations = request.getfixturevalue("watch"), request.getfixturevalue("violations")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(report)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert watch.requests == [report]
    assert is_within(page)
    assert violations(page) == []
    assert page.locator("svg.plot.wide").first.is_visible() == (width == 1280)
    assert page.locator("svg.plot.narrow").first.is_visible() == (width == 390)


def test_a_keyboard_reaches_the_skip_link_the_sections_and_what_opens(report, page):
    page.goto(report)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto("about:blank")
    page.goto(report)
    reached = []
    for _ in range(16):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('href')"))
    assert {"#overview", "#against", "#chaff", "#sites", "#making"} <= set(reached)
    page.locator("details.why summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.why .cases").first.is_visible()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_every_link_within_the_page_leads_somewhere(report, page):
    page.goto(report)
    lost = "[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.getElementById(a.hash.slice(1)))"
    assert page.evaluate(f"{lost}.map(a => a.hash)") == []


def test_headings_go_down_by_one_step(report, page):
    page.goto(report)
    steps = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map(one => Number(one.tagName[1]))")
    assert steps[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(steps))


def test_hostile_captures_run_nothing_and_fetch_nothing(hostile, page, watch):
    page.goto(hostile)
    assert page.title() == "1 article of 2 captures \u2013 Thresher"
    assert page.locator("script, img").count() == 0
    assert watch.requests == [hostile]


def test_a_report_works_without_javascript(report, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report)
    assert page.locator("svg.plot.wide rect").count() > 10
    page.locator("details.why summary").first.click()
    assert page.locator("details.why .cases").first.is_visible()
    context.close()


def test_on_paper_everything_is_open_and_the_navigation_is_gone(report, page):
    page.goto(report)
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert page.locator("details.why .cases").first.bounding_box()["height"] > 0
