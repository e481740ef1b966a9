"""The inspector in a browser: hostile pages do nothing, keys reach everything, axe-core finds nothing grave."""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "inspector"))

from inspected_run import URLS, archive, made, marks, opened_run, view_of, window  # noqa: F401 - its run is ours too

from thresher.inspector.page import exported
from thresher.inspector.query import Query
from thresher.inspector.server import Server


@pytest.fixture
def inspected(window, page):  # noqa: F811
    """The inspector, served, with a capture of the run open in the page."""
    window.ready()
    running = Server(window)
    threading.Thread(target=running.serve_forever, daemon=True).start()

    def show(name):
        page.goto(f"{running.address}#{window.ready().number(URLS[name])}")
        page.wait_for_selector("#panel")
        page.frame_locator("iframe").locator("main").wait_for()
        return page

    yield show
    running.shutdown()
    running.server_close()


def frame_text(page):
    return page.frame_locator("iframe").locator("main").inner_text()


def test_a_hostile_page_runs_nothing_and_asks_for_nothing(inspected, watch):
    page = inspected("hostile")
    assert "Text that would cover" in frame_text(page)
    page.wait_for_timeout(500)
    assert page.title().endswith("Thresher inspector")
    assert watch.left == []
    assert not [url for url in watch.requests if "evil" in url]
    frame = page.frames[1]
    assert frame.locator("script, link, svg, object, embed, form, iframe, style:not(head style), base").count() == 0
    assert page.locator("iframe").get_attribute("sandbox") == ""


def test_a_script_that_got_into_the_frame_would_not_run(inspected, watch, window, monkeypatch):  # noqa: F811
    number = window.ready().number(URLS["hostile"])
    found = window.view(number)
    evil = '<script>parent.postMessage("ran", "*")</script><img src="http://evil.example/x" onerror="alert(1)">'
    evil_view = replace(found, frame=found.frame.replace("<main>", f"<main>{evil}"))
    monkeypatch.setitem(window._views, number, evil_view)
    page = inspected("hostile")
    heard = "addEventListener('message', () => done('ran')); setTimeout(() => done('quiet'), 800)"
    assert page.evaluate(f"() => new Promise(done => {{ {heard} }})") == "quiet"
    assert watch.left == []
    assert watch.errors
    assert all("Content Security Policy" in one or "sandboxed" in one for one in watch.errors)
    watch.errors.clear()


def test_the_whole_inspector_is_walked_by_keys(inspected):
    page = inspected("text")
    keys = page.keyboard
    page.locator("#article").focus()
    keys.press("2")
    assert page.locator("#tab-cuts").get_attribute("aria-selected") == "true"
    keys.press("n")
    assert page.locator(".cuts li.at .no").inner_text() == "1"
    assert page.locator("iframe").get_attribute("src").endswith("#c0")
    keys.press("p")
    last = page.locator(".cuts li").last
    assert "at" in last.get_attribute("class")
    before = page.url
    keys.press("j")
    page.wait_for_function("before => location.href !== before", arg=before)
    keys.press("k")
    page.wait_for_function("before => location.href === before", arg=before)
    page.wait_for_selector("#panel")
    keys.press("ArrowRight")  # on a tab: the next tab
    keys.press("/")
    keys.type("airship")
    page.wait_for_function("() => document.querySelectorAll('#captures a').length === 1")
    page.wait_for_function("url => document.getElementById('address').textContent.includes(url)", arg=URLS["hostile"])
    keys.press("Escape")
    keys.press("f")
    assert page.locator("#drawer").is_visible()
    page.locator("#article").focus()
    keys.press("?")
    assert page.locator("#keys").is_visible()
    keys.press("Escape")
    assert page.locator("#keys").is_hidden()
    keys.press("o")
    assert page.locator("#order").input_value() == "unsure"


def test_tab_reaches_every_control_and_the_cuts_of_the_page(inspected):
    page = inspected("text")
    seen = set()
    page.locator("#words").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("() => document.activeElement.id || document.activeElement.tagName"))
    assert {
        "order",
        "more",
        "help",
        "captures",
        "A",
        "up",
        "down",
        "IFRAME",
        "prev",
        "next",
        "tab-article",
        "panel",
    } <= seen


def test_evidence_stands_at_the_foot_of_the_frame_on_focus(inspected):
    page = inspected("text")
    page.keyboard.press("n")
    style = page.frames[1].locator("mark:has(#c0)").evaluate("one => getComputedStyle(one, '::after').content")
    assert "rule:" in style or "model:" in style


def test_marking_a_cut_writes_it_where_marks_go(inspected, marks):  # noqa: F811
    page = inspected("text")
    page.locator("#article").focus()
    page.keyboard.press("n")
    page.keyboard.press("w")
    page.wait_for_function("() => document.getElementById('told').textContent.includes('Written')")
    assert (marks / "cases" / "index.jsonl").is_file()


def test_filters_narrow_the_list(inspected):
    page = inspected("ferry")
    page.locator("#more").click()
    page.locator("[name=reason]").select_option("duplicate")
    page.wait_for_function("() => document.querySelectorAll('#captures a').length === 1")
    page.wait_for_function("() => document.querySelector('.verdict')")
    page.locator("#tab-copies").click()
    assert page.locator(".beside td").count() > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_grave(inspected, violations, scheme, width):
    page = inspected("ferry")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    for pane, tab in (
        ("list", "article"),
        ("page", "cuts"),
        ("article", "fields"),
        ("article", "cuts"),
        ("article", "article"),
    ):
        page.evaluate("pane => document.querySelector(`[data-to=${pane}]`).click()", pane)
        page.evaluate("tab => document.getElementById(`tab-${tab}`).click()", tab)
        assert violations(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_an_exported_file_opens_from_disk_and_shows_the_same(window, page, watch, tmp_path, violations):  # noqa: F811
    rows = window.ready().listed(Query())[1]
    file = tmp_path / "export.html"
    file.write_text(exported(window, [window.view(row["n"]) for row in rows], rows), "utf-8")
    page.goto(f"{file.as_uri()}#{window.ready().number(URLS['hostile'])}")
    page.wait_for_selector("#panel")
    assert "Text that would cover" in frame_text(page)
    page.locator("#article").focus()
    page.keyboard.press("2")
    page.keyboard.press("n")
    page.wait_for_timeout(300)
    assert page.locator(".cuts li.at").count() == 1
    assert "Text that would cover" in frame_text(page)
    color = page.frames[-1].locator("mark").first.evaluate("one => getComputedStyle(one).borderBottomWidth")
    assert color == "2px"
    page.locator("#words").fill("steamer")
    page.wait_for_function("() => document.querySelectorAll('#captures a').length === 1")
    assert {url.partition(":")[0] for url in watch.requests} <= {"file", "blob", "data"}
    assert page.locator(".wrong, .off").count() == 0
    assert violations(page) == []
