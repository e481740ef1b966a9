"""What was captured is inert in the report: it runs nothing, hides nothing, leads nowhere, and stays in bounds."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from thresher.report.page.plots import columns
from thresher.report.page.shown import address, clear, command, is_web, shown
from thresher.report.page.spread import Column
from thresher.report.page.write import write_report

sys.path.insert(0, str(Path(__file__).parent))
from made_run import write_rows

DIRT = (
    "</td></style><script>alert(1)</script><img src=x onerror=alert(2)>\x1b[31m\u202egpj\u2066\x00"
    "\U000e0041 {{ 7*7 }} \" '"
)
URLS = [
    "javascript:alert(1)//https://a.example/",
    "data:text/html,<script>alert(1)</script>",
    "https://a.example/\u202egpj.exe",
    "https://user@evil.example/",
    "https://a.example/plain?x=1&y=2",
    "https://a.example/\"onmouseover=alert(1) x='",
    "https://a.example/" + "x" * 5000,
    "vbscript:x",
    "//a.example/x",
    "https://[::1",
    "JAVASCRIPT:alert(1)",
    " javascript:alert(1)",
]


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> str:
    """The report of a run in which everything is hostile, beside an earlier one."""
    folder = tmp_path_factory.mktemp("hostile")
    witness = {DIRT: {"value": DIRT, "source": f"rule:x+{DIRT}", "confidence": 0.3}}
    copy = {"url": URLS[0], "kind": DIRT, "similarity": 0.5, "evidence": DIRT}
    kin = {"id": DIRT, "url": URLS[1], "kind": DIRT, "evidence": DIRT, "score": 0.5}
    source = {"archive": f"{DIRT}.warc", "member": DIRT, "media_type": DIRT, "engine": DIRT}
    articles = [
        {"id": f"{n}{DIRT}", "url": url, "title": DIRT * 50, "language": DIRT, "page_type": DIRT, "published": "2025",
         "text": f"{DIRT}\n\n{n}", "text_digest": str(n), "word_count": 2000, "evidence": witness, "source": source,
         "duplicates": [copy], "relations": [kin]}
        for n, url in enumerate(URLS)
    ]  # fmt: skip
    removals = [
        {
            "id": row["id"],
            "url": row["url"],
            "reason": DIRT,
            "judge": f"rule:{DIRT}",
            "confidence": 0.9,
            "text": DIRT * 9,
        }
        for row in articles
    ]
    rejections = [
        {
            "reason": reason,
            "stage": "read",
            "url": url,
            "detail": DIRT,
            "archive": f"{DIRT}.warc",
            "member": DIRT,
            "offset": 3,
        }
        for url in URLS
        for reason in ("duplicate", "failed")
    ]
    out = write_rows(folder / "new", articles, removals, rejections)
    slow = {"url": URLS[1], "archive": DIRT, "offset": 1, "seconds": 2.0}
    sample = {"t": 1.0, "stage": DIRT, "records": 1, "bytes": 1, "rss_mib": 10.0}
    metrics = {"schema_version": 1, "started": DIRT, "finished": DIRT, "seconds": 3.0, "workers": 2, "slowest": [slow]}
    samples = [sample, sample | {"t": 2.0, "records": 5}]
    stages = [{"name": DIRT, "seconds": 1.0, "parts": 1}]
    (out / "metrics.json").write_text(json.dumps(metrics | {"samples": samples, "stages": stages}))
    manifest = json.loads((out / "manifest.json").read_bytes())
    manifest |= {"settings": {"strip": {DIRT: DIRT}}, "batch": {"name": DIRT}}
    manifest["inputs"][0]["path"] = manifest["inputs"][0]["digest"] = DIRT
    (out / "manifest.json").write_text(json.dumps(manifest))
    earlier = [
        row | {"text": f"{DIRT}\n\nmore {DIRT}", "text_digest": "old", "title": f"old {DIRT}"} for row in articles[1:]
    ]
    old = write_rows(folder / "old", earlier, [], rejections[:3])
    return write_report(out, old=old).read_text("utf-8")


def test_nothing_captured_becomes_markup(page):
    tree = LexborHTMLParser(page)
    assert not tree.css("script, img, iframe, object, embed, link, base, form, input, video, audio")
    assert len(tree.css("style")) == 1
    handlers = [name for node in tree.css("*") for name in node.attributes if name.startswith("on") or name == "style"]
    assert handlers == []
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in tree.body.text()


def test_no_character_of_the_page_hides_something(page):
    hidden = {char for char in page if unicodedata.category(char) in {"Cc", "Cf", "Cs"}} - {"\n"}
    assert hidden == set()
    assert "&lt;U+202E&gt;" in page


def test_only_addresses_of_the_web_are_links_and_they_tell_nobody_where_they_were_followed(page):
    links = [node.attributes for node in LexborHTMLParser(page).css("a")]
    away = [link for link in links if not link["href"].startswith("#")]
    assert away
    for link in away:
        assert re.match(r"https://a\.example/", link["href"])
        assert "noreferrer" in link["rel"]
    assert not [link for link in away if "\u202e" in link["href"] or len(link["href"]) > 1000]


def test_a_long_text_is_cut(page):
    longest = max(len(node.text()) for node in LexborHTMLParser(page).css("bdi, code, a"))
    assert longest < 900
    assert len(page) < 500_000


def test_the_policy_allows_nothing_but_the_one_style_sheet(page):
    policy = LexborHTMLParser(page).css_first("meta[http-equiv]").attributes["content"]
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[\w+/]+='; base-uri 'none'; form-action 'none'", policy)


def test_a_command_that_would_hide_something_is_not_given(page):
    for node in LexborHTMLParser(page).css("code.do"):
        assert not re.search(r"[\x00-\x1f\x7f\u202e]", node.text())
    assert command("thresher", "explain", "a\u202e.warc#1") == ""
    assert command("thresher", "explain", "a b.warc#1") == "thresher explain 'a b.warc#1'"


def test_what_is_an_address_of_the_web():
    assert is_web("https://a.example/x?y=1#z")
    assert [url for url in URLS if is_web(url)] == ["https://a.example/plain?x=1&y=2"]
    assert address(None) == '<span class="none">no address</span>'
    assert 'href="https://a.example/&#34;onmouseover' in address('https://a.example/"onmouseover=x')


def test_accents_do_not_grow_over_the_page():
    assert clear("a" + "\u0301" * 50) == "a" + "\u0301" * 6
    assert clear("กำลังทั้งนี้") == "กำลังทั้งนี้"
    assert len(clear("word " * 1000)) == 160
    assert shown("<b>") == '<bdi class="t">&lt;b&gt;</bdi>'


def test_words_of_a_plot_are_escaped_once():
    drawn = columns([Column("<a>&", "<b>\"'", 3)], '"<label>')
    assert "<a>" not in drawn
    assert LexborHTMLParser(drawn).css_first("svg").attributes["aria-label"] == '"<label>'
    assert LexborHTMLParser(drawn).css_first("rect title").text() == "<b>\"': 3"
