"""The report of a run: true to the books, inert, alone."""

from __future__ import annotations

import json

from selectolax.lexbor import LexborHTMLParser

from thresher.nouns import Article, Capture, CaptureKind, Origin, Removal
from thresher.report.page import report_page
from thresher.report.tally import Tally

MANIFEST = {
    "books": {"captures": 4, "articles": 1, "rejections": {"empty": 1, "duplicate": 2}},
    "inputs": [{"path": "<script>alert(1)</script>\x1b[31m.warc", "bytes": 1234, "digest": "sha256:0"}],
    "made_by": {"version": "1", "digest": "d"},
    "run": "r",
}


def article(host: str = "a.example") -> Article:
    capture = Capture(Origin("a.warc"), f"https://{host}/1", None, CaptureKind.HTML)
    removal = Removal(0, 0, 10, "sharing", "rule:x", 0.9, "Share this now")
    return Article("id", capture.url, capture.url, "Text.", capture, language="en", word_count=90, removals=(removal,))


def test_a_tally_counts_words_spans_languages_and_hosts():
    tally = Tally()
    tally.enter(article())
    tally.enter(article("b.example"))
    total = Tally.total([tally.row(), json.loads(json.dumps(tally.row()))])
    assert (total.words, total.spans["sharing"], total.removed_words["sharing"]) == (360, 4, 12)
    assert total.hosts == {"a.example": 2, "b.example": 2}
    assert total.languages == {"en": 4}


def test_the_page_tells_the_books_and_what_was_removed():
    tally = Tally()
    tally.enter(article())
    tree = LexborHTMLParser(report_page(MANIFEST, tally))
    rows = [[cell.text() for cell in row.css("td")] for row in tree.css("tbody tr")]
    assert ["duplicate", "2", "50.0 %", "another capture of the same article was kept"] in rows
    assert ["sharing", "1", "3", "3.2 %"] in rows
    assert tree.css_first("h1").text() == "1 articles of 4 captures"


def test_what_was_captured_is_inert_and_nothing_is_asked_of_the_network():
    page = report_page(MANIFEST, Tally())
    tree = LexborHTMLParser(page)
    assert not tree.css("script, img, link, iframe, a")
    assert "default-src 'none'" in page
    assert "\x1b" not in page
    assert "&lt;script&gt;" in page


def test_every_run_writes_its_report(cleaned):
    books = json.loads((cleaned / "manifest.json").read_bytes())["books"]
    title = LexborHTMLParser((cleaned / "report.html").read_text("utf-8")).css_first("h1").text()
    assert title == f"{books['articles']:,} articles of {books['captures']:,} captures"
