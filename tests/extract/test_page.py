from __future__ import annotations

import json
import pickle

import pytest

from thresher.errors import RecordError
from thresher.extract import by_trafilatura, engine
from thresher.extract.page import Opened, opened, page
from thresher.model.network import PAGE_TYPES
from thresher.nouns import BlockKind, CaptureKind, Reason


def test_a_page_has_its_blocks_engine_and_encoding_and_no_body(article, capture, settings):
    found = page(capture(article, charset="utf8"), settings)
    assert found.engine == "blocks"
    assert found.charset == "utf-8"
    assert found.capture.body == b""
    assert found.page_type in PAGE_TYPES
    assert 0 < found.page_type_confidence <= 1
    assert not found.is_surely_no_article
    assert pickle.loads(pickle.dumps(found)) == found


def test_the_headline_is_the_title(article, capture, settings):
    titles = [block.text for block in page(capture(article), settings).blocks if block.kind is BlockKind.TITLE]
    assert titles == ["Ferry stops between the harbours"]


def test_the_characters_in_links_are_counted(article, capture, settings):
    linked = [(block.text, block.link_chars) for block in page(capture(article), settings).blocks if block.link_chars]
    assert [(text.endswith("Timetables hang at the pier."), chars) for text, chars in linked] == [(True, 10)]


def test_markup_that_is_decoded_already_is_not_decoded_again(article, capture, settings):
    made = capture(b"not looked at")
    assert page(made, settings, Opened(article, "koi8-r")).charset == "koi8-r"
    assert page(made, settings, Opened(article, "koi8-r")).blocks == page(capture(article), settings).blocks


def test_decoding_follows_the_label_of_the_capture(capture):
    body = opened(capture("Größe".encode("cp1252"), charset="latin1"))
    assert (body.text, body.encoding) == ("Größe", "windows-1252")


def test_the_limit_of_blocks_holds(article, capture, settings):
    few = settings.model_copy(update={"limits": settings.limits.model_copy(update={"blocks": 3})})
    assert len(page(capture(article), few).blocks) == 3


def test_xhtml_with_a_declaration_is_read(article, capture, settings):
    xhtml = '<?xml version="1.0" encoding="UTF-8"?>' + article.replace(
        "<html", '<html xmlns="http://www.w3.org/1999/xhtml"'
    )
    assert page(capture(xhtml), settings).blocks == page(capture(article), settings).blocks


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \n\t ", Reason.EMPTY),
        (b"\x00\x00\x00", Reason.EMPTY),
        (b"<html><head><title>Nothing</title></head><body><img src=x></body></html>", Reason.EMPTY),
        (b"<html><body><p>Two words</p></body></html>", Reason.NO_ARTICLE),
        (bytes(range(256)) * 40, Reason.UNDECODABLE),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(32)) * 200, Reason.UNDECODABLE),
    ],
)
def test_what_holds_no_text_is_refused_with_a_reason(body, reason, capture, settings):
    with pytest.raises(RecordError) as caught:
        page(capture(body), settings)
    assert caught.value.reason is reason
    assert str(caught.value).endswith("(bay.warc:7)")


def test_a_text_without_words_is_empty(capture, settings):
    with pytest.raises(RecordError) as caught:
        page(capture("---\n\n***\n", kind=CaptureKind.TEXT), settings)
    assert caught.value.reason is Reason.EMPTY


def test_an_article_that_is_only_in_json_is_read_from_there(capture, settings, sentences):
    data = json.dumps({"@type": "NewsArticle", "articleBody": "\n\n".join(sentences)})
    head = f'<script type="application/ld+json">{data}</script>'
    shell = f'<html><head>{head}</head><body><div id="root"></div></body></html>'
    found = page(capture(shell), settings)
    assert found.engine == "json-ld"
    assert [block.text for block in found.blocks] == list(sentences)


def test_an_article_that_is_only_in_noscript_is_read_from_there(capture, settings, sentences):
    inner = "".join(f"<p>{one}</p>" for one in sentences)
    shell = f'<html><body><div id="app"></div><noscript><article>{inner}</article></noscript><script src=a></script>'
    assert [block.text for block in page(capture(shell), settings).blocks] == list(sentences)


def test_a_run_of_text_is_cut_where_the_page_cuts_it(capture, settings, sentences, monkeypatch):
    from thresher.nouns import Block

    one = Block(BlockKind.PARAGRAPH, " ".join(("What travellers can do", *sentences)))
    monkeypatch.setattr(by_trafilatura.Trafilatura, "__call__", lambda _self, _markup, _capture: (one,))
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    asks_trafilatura = settings.changed({"extract": {"engine": "trafilatura"}})
    blocks = page(capture(f"<body><h2>What travellers can do</h2><div>{body}</div>"), asks_trafilatura).blocks
    assert [block.kind for block in blocks] == [BlockKind.HEADING, *[BlockKind.PARAGRAPH] * 5]
    assert " ".join(block.text for block in blocks) == one.text


def test_an_engine_that_raises_is_no_error_of_the_page(article, capture, settings, monkeypatch):
    def broken(_self, _markup, _capture):
        raise RuntimeError("parser gave up")

    asks_trafilatura = settings.changed({"extract": {"engine": "trafilatura"}})
    monkeypatch.setattr(by_trafilatura.Trafilatura, "__call__", broken)
    assert page(capture(article), asks_trafilatura).engine == "resiliparse"
    monkeypatch.setattr(engine, "FALLBACKS", ("trafilatura",))
    with pytest.raises(RecordError, match="parser gave up") as caught:
        page(capture(article), asks_trafilatura)
    assert caught.value.reason is Reason.NO_ARTICLE
