"""Revisits find their original wherever it lies."""

from dataclasses import replace
from datetime import UTC, datetime

from thresher.nouns import Block, BlockKind, Capture, CaptureKind, Origin, Page, Reason, Rejection, Revisit, Stage
from thresher.revisit import Originals, resolve

THEN, NOW = datetime(2024, 5, 1, tzinfo=UTC), datetime(2025, 5, 1, tzinfo=UTC)
URL = "https://a.example/1"
PAGE = Page(
    Capture(Origin("a.warc", 7), URL, THEN, CaptureKind.HTML, payload_digest="sha1:AAA"),
    (Block(BlockKind.PARAGRAPH, "Text."),),
)
REVISIT = Revisit(Origin("b.warc", 9), URL, NOW, "sha1:AAA", URL, THEN)


def index(*entries):
    originals = Originals()
    for url, moment, digest, where in entries:
        originals.add(url, moment, digest, where)
    return originals


def test_the_capture_that_is_referred_to_wins_over_one_with_the_same_payload():
    found = index((URL, NOW, "sha1:AAA", "same payload"), (URL, THEN, "sha1:BBB", "referred to")).find(REVISIT)
    assert found == "referred to"


def test_the_payload_of_the_same_url_wins_over_that_of_another():
    revisit = replace(REVISIT, refers_to_url=None, refers_to_date=None)
    originals = index(("https://b.example/", THEN, "sha1:AAA", "another"), (URL, THEN, "sha1:AAA", "the same"))
    assert originals.find(revisit) == "the same"


def test_a_payload_under_another_url_is_better_than_none():
    assert index(("https://b.example/", NOW, "sha1:AAA", "another")).find(REVISIT) == "another"


def test_without_an_original_there_is_nothing_to_find():
    assert index((URL, NOW, "sha1:BBB", "another payload")).find(REVISIT) is None


def test_a_resolved_revisit_is_the_originals_page_under_its_own_url_and_moment():
    page = resolve(replace(REVISIT, url="https://c.example/"), PAGE)
    assert page.blocks == PAGE.blocks
    assert (page.capture.url, page.capture.captured_at) == ("https://c.example/", NOW)
    assert page.capture.origin == REVISIT.origin


def test_a_revisit_without_original_and_one_of_a_rejected_capture_are_rejected():
    assert resolve(REVISIT, None).reason is Reason.REVISIT
    image = Rejection(Origin("a.warc", 3), Reason.MEDIA_TYPE, Stage.DECODE, detail="image/png")
    rejected = resolve(REVISIT, image)
    assert (rejected.reason, rejected.url, rejected.origin) == (Reason.MEDIA_TYPE, URL, REVISIT.origin)
    assert "image/png" in rejected.detail
