"""The library's front door."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime

import pytest

import thresher
from thresher import Article, Capture, CaptureKind, Cleaner, Origin, Reason, Rejection, Revisit, Settings

STORY = [
    (
        "The ferry to Harrow Island will run every hour from May, the harbour board decided on Monday evening "
        "after a debate of two hours, in which the owner of the old boat was heard, and so were the three schools "
        "on the island."
    ),
    "Passengers had asked for more crossings since the bridge was closed to lorries in the autumn of last year.",
    "The board expects the new timetable to cost about as much as the old one, because smaller boats will be used.",
]
TITLE = "Hourly Ferries to Harrow Island From May"
PAGE = (
    f"<html><head><title>{TITLE} | Harbour News</title></head>"
    f"<body><nav><a href=/>Home</a></nav><article><h1>{TITLE}</h1>"
    + "".join(f"<p>{line}</p>" for line in (*STORY, "Share this article"))
    + "</article></body></html>"
)
URL = "https://harbour.example/ferries"
THEN = datetime(2025, 5, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner(strict=True)


def capture(url: str = URL, body: bytes = PAGE.encode(), offset: int = 0, **facts: object) -> Capture:
    return Capture(Origin("a.warc", offset), url, THEN, CaptureKind.HTML, body, **facts)


def test_a_page_becomes_an_article_without_its_chaff():
    article = thresher.clean_html(PAGE, URL)
    assert isinstance(article, Article)
    assert article.text.removeprefix(TITLE).strip() == "\n\n".join(STORY)
    assert article.title == TITLE
    assert article.language == "en"


def test_bytes_and_text_of_one_page_make_the_same_article():
    assert thresher.clean_html(PAGE.encode(), URL).text == thresher.clean_html(PAGE, URL).text


def test_a_text_capture_becomes_the_same_article_as_its_page():
    text = "\n\n".join(["Skip to content", TITLE, *STORY, "Share this article"])
    article = thresher.clean_text(text, URL)
    assert article.text == "\n\n".join([TITLE, *STORY])
    assert article.title == TITLE


def test_what_holds_no_article_is_a_rejection_and_never_none():
    assert thresher.clean_html("", URL).reason is Reason.EMPTY
    assert isinstance(thresher.clean_html("<html><body></body></html>", URL), Rejection)
    assert thresher.clean_text(" \n ", URL).reason is Reason.EMPTY


def test_a_cleaner_survives_pickling(cleaner):
    again = pickle.loads(pickle.dumps(cleaner))
    assert again.clean_one(capture()) == cleaner.clean_one(capture())


def test_no_file_is_opened_after_the_cleaner_is_made(cleaner, monkeypatch):
    cleaner.clean_one(capture())  # models load once

    def refuse(*names: object, **_: object) -> None:
        raise AssertionError(names)

    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr("io.open", refuse)
    assert isinstance(cleaner.clean_one(capture()), Article)


def test_no_socket_is_opened(cleaner, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("network")

    monkeypatch.setattr("socket.socket", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    page = PAGE.replace("<p>", '<p><img src="http://127.0.0.1:9/x.png">').replace(
        "<head>", '<head><link rel=canonical href="//x.example/">'
    )
    assert isinstance(cleaner.clean_one(capture(body=page.encode())), Article)


def test_each_capture_has_one_outcome_and_duplicates_name_the_kept_one(cleaner):
    records = [capture(), capture("https://other.example/copy", offset=1), capture(body=b"", offset=2)]
    kept, copy, empty = cleaner.clean(records)
    assert isinstance(kept, Article)
    assert (copy.reason, copy.duplicate_of) == (Reason.DUPLICATE, kept.id)
    assert [other.url for other in kept.duplicates] == ["https://other.example/copy"]
    assert empty.reason is Reason.EMPTY


def test_a_revisit_is_resolved_and_told_from_its_original():
    whole = Cleaner(Settings().changed({"dedup": {"enabled": False}}))
    revisit = Revisit(Origin("a.warc", 5), "https://harbour.example/again", THEN, "sha1:A")
    stray = Revisit(Origin("a.warc", 6), "https://harbour.example/stray", THEN, "sha1:B")
    article, again, lost = whole.clean([revisit, capture(payload_digest="sha1:A"), stray])
    assert again.text == article.text
    assert again.url == "https://harbour.example/again"
    assert lost.reason is Reason.REVISIT


def test_only_the_languages_asked_for_are_kept():
    german = Cleaner(Settings().changed({"language": {"accept": ["de"]}}))
    assert german.clean_one(capture()).reason is Reason.LANGUAGE


def test_an_unexpected_error_is_a_rejection_or_raised_under_strict(monkeypatch):
    def fail(*_: object) -> None:
        raise ZeroDivisionError("by design")

    monkeypatch.setattr("thresher.flow.html.votes", fail)
    rejection = Cleaner().clean_one(capture())
    assert rejection.reason is Reason.FAILED
    assert "ZeroDivisionError: by design" in rejection.detail
    with pytest.raises(ZeroDivisionError):
        Cleaner(strict=True).clean_one(capture())


def test_the_id_of_an_article_depends_on_url_moment_and_payload_only(cleaner):
    rules_off = Cleaner(Settings().changed({"strip": {"rules": False}}))
    assert cleaner.clean_one(capture()).id == rules_off.clean_one(capture()).id
    assert cleaner.clean_one(capture()).id != cleaner.clean_one(capture(URL + "?page=2")).id
