"""Pages that are made to hurt: each ends, in bounded time, as an article or a clear reason."""

from __future__ import annotations

import time

import pytest

from thresher import Article, Cleaner
from thresher.nouns import Capture, CaptureKind, Origin, Reason, Rejection

MILLION = 10**6
SECONDS = 60  # of processor time: the limit of one record
ENTITIES = """<!DOCTYPE html [
<!ENTITY secret SYSTEM "file://PATH"><!ENTITY % more SYSTEM "file://PATH"> %more;
<!ENTITY a "lol lol lol lol lol lol lol lol lol lol">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">
]>"""
DEEP_AND_WIDE = {
    "deep": lambda page: "<div>" * MILLION + page,
    "wide": lambda page: page + "<p>a" * MILLION,
    "empty": lambda page: page + "<i></i>" * MILLION,
    "an attribute of megabytes": lambda page: page.replace("<article>", f'<article data-x="{"y " * 4 * MILLION}">'),
    "a class of megabytes": lambda page: page.replace("<article>", f'<article class="{"y " * MILLION}">'),
    "an id of megabytes": lambda page: page.replace("<article>", f'<article id="{"y" * 4 * MILLION}">'),
    "a link of megabytes": lambda page: page.replace(
        "<p>", f'<p><a href="https://a.example/{"y" * MILLION}">x</a> ', 1
    ),
    "a word of megabytes": lambda page: page + f"<p>{'y' * 4 * MILLION}</p>",
    "a line of megabytes": lambda page: page + f"<p>{'The end. ' * 400_000}</p>",
    "a title of megabytes": lambda page: page.replace("Ferry stops<", f"{'Ferry stops ' * 100_000}<", 1),
    "a name of megabytes": lambda page: page + f"<{'y' * 4 * MILLION}>",
    "a doctype of megabytes": lambda page: page.replace("<!doctype html>", f"<!doctype html {'y' * 4 * MILLION}>"),
}


def of(body, kind=CaptureKind.HTML, **facts):
    data = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
    return Capture(Origin("a"), facts.pop("url", "https://a.example/2026/ferry"), None, kind, data, **facts)


@pytest.fixture(scope="module")
def cleaner():
    return Cleaner(strict=True)


@pytest.mark.parametrize("name", DEEP_AND_WIDE)
def test_a_page_a_million_deep_or_wide_or_long_is_read_within_the_limit_of_a_record(name, cleaner, ferry_page, story):
    before = time.process_time()
    outcome = cleaner.clean_one(of(DEEP_AND_WIDE[name](ferry_page)))
    assert time.process_time() - before < SECONDS
    assert isinstance(outcome, Article), outcome
    assert story in outcome.text or name == "a line of megabytes"  # which is the text, for all that can be seen


@pytest.mark.parametrize(
    "body", ["y" * 4 * MILLION, "word " * MILLION, "a\n" * MILLION, "\n" * MILLION, "> " * MILLION]
)
def test_a_text_of_megabytes_ends_within_the_limit_of_a_record(body, cleaner):
    before = time.process_time()
    cleaner.clean_one(of(body, CaptureKind.TEXT, media_type="text/plain"))
    assert time.process_time() - before < SECONDS


@pytest.mark.parametrize("prologue", ["", '<?xml version="1.0"?>'])
def test_entities_of_a_document_are_neither_fetched_nor_multiplied(prologue, cleaner, ferry_page, story, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the key of the lighthouse")
    page = prologue + ENTITIES.replace("PATH", str(secret)) + ferry_page.replace("<p>", "<p>&secret; &g; ", 1)
    outcome = cleaner.clean_one(of(page, media_type="application/xhtml+xml"))
    assert isinstance(outcome, Article)
    assert story in outcome.text
    assert "lighthouse" not in outcome.text
    assert outcome.text.count("lol") < 100


def test_a_feed_with_entities_is_no_capture(make_response, read_archive):
    feed = '<?xml version="1.0"?>' + ENTITIES + "<rss><channel><title>&g;</title></channel></rss>"
    (record,) = read_archive(make_response(feed.encode(), b"Content-Type: application/rss+xml\r\n"))
    assert record.reason is Reason.MEDIA_TYPE


def test_control_characters_halves_of_pairs_and_nul_do_not_get_into_an_article(cleaner, ferry_page):
    dirt = "\x00\x07\x1b[31m\x1b]0;owned\x07\x7f\x9b31m\ud800\udfff&#0;&#27;&#xD800;&#x1F;"
    page = ferry_page.replace("The ferry", f"The {dirt}ferry").replace("Ferry stops<", f"Ferry {dirt}stops<")
    for capture in (of(page), of(page.replace("<", "\n<"), CaptureKind.TEXT, media_type="text/plain")):
        outcome = cleaner.clean_one(capture)
        assert isinstance(outcome, Article)
        shown = "\n".join([outcome.text, outcome.title or "", *outcome.authors])
        shown.encode("utf-8")
        assert not set(shown) & set(map(chr, [*range(9), *range(11, 32), 127]))


@pytest.mark.parametrize(
    "row",
    [
        *(
            '{"url": 1, "html": "x"}',
            '{"url": [], "text": "x"}',
            '{"url": "u", "html": 5}',
            '{"url": "u", "text": ["x"]}',
        ),
        *(
            '{"url": "u", "html": null, "text": {}}',
            "[1]",
            "null",
            '"x"',
            "1e999",
            "{",
            '{"url": "u"',
            "NaN",
            "[" * 10**5,
        ),
        *('{"text": "x"}', '{"url": "u", "text": true}', "\x00", '{"url": null, "text": "x"}', '{"\\ud800": 1}'),
    ],
)
def test_a_line_of_json_of_wrong_types_is_one_rejection_and_costs_no_other(row, read_archive):
    sound = '{"url": "https://a.example/%d", "text": "Words of the harbour."}\n'
    first, wrong, last = read_archive((sound % 1 + row + "\n" + sound % 2).encode())
    assert isinstance(wrong, Rejection)
    assert wrong.reason is Reason.UNREADABLE
    assert [each.origin.offset for each in (first, wrong, last)] == [0, 1, 2]
    assert (first.url, last.url) == ("https://a.example/1", "https://a.example/2")


@pytest.mark.parametrize("key", ["title", "authors", "date", "metadata", "crawl_date", "language", "tags"])
@pytest.mark.parametrize(
    "value", ["9" * 5000, "1e400", "[[1], {}, null]", "{}", "true", '"\\ud800\\u0000"', '"x\\r\\ny"']
)
def test_a_hint_of_any_type_is_no_error(key, value, cleaner, story, read_archive):
    line = f'{{"url": "https://a.example/1", "text": "{story}", "{key}": {value}}}\n'
    (record,) = read_archive(line.encode())
    if isinstance(record, Capture):  # Python refuses numbers of more digits than 4,300
        assert isinstance(cleaner.clean_one(record), Article)


@pytest.mark.parametrize(
    "url", ["http://a.example/\r\nSet-Cookie: a=b", "javascript:alert(1)", "http://[::1", "\x1b[31m", "a" * MILLION]
)
def test_any_url_can_be_that_of_an_article(url, cleaner, ferry_page):
    outcome = cleaner.clean_one(of(ferry_page, url=url))
    assert isinstance(outcome, Article)
    assert outcome.url == url
    assert not set("\r\n") & set(outcome.canonical_url)


def test_a_header_cannot_smuggle_in_another(make_response, read_archive, ferry_page):
    folded = b"Content-Type: text/html\r\nX-A: b\rSet-Cookie: c\r\n X-D: e\x00f\r\n\tX-G: h\r\n"
    (record,) = read_archive(make_response(ferry_page.encode(), folded))
    assert isinstance(record, Capture)
    assert [name for name, _ in record.headers] == ["content-type", "x-a"]
    assert not any(set("\r\n") & set(name + value) for name, value in record.headers)
