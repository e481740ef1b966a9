from __future__ import annotations

import logging
from collections import Counter

import pytest
from warcio.archiveiterator import ArchiveIterator

from thresher.extract import by_trafilatura, page
from thresher.nouns import BlockKind
from thresher.words import words


def kinds(blocks, kind):
    return [block for block in blocks if block.kind is kind]


def test_headings_paragraphs_items_quotes_tables_and_code_are_told_apart(article, capture, sentences):
    blocks = by_trafilatura.ENGINE(article, capture(article))
    assert [block.level for block in kinds(blocks, BlockKind.HEADING)] == [1, 2]
    assert [(block.text, block.level) for block in kinds(blocks, BlockKind.ITEM)] == [
        ("Take the small boat from the east pier.", 1),
        ("Drive round by the dam.", 1),
        ("The dam road is closed at night.", 2),
    ]
    assert [block.text[:12] for block in kinds(blocks, BlockKind.QUOTE)] == ["I have never"]
    assert kinds(blocks, BlockKind.TABLE)[0].text == "Pier\tBoats\nEast\t6\nWest\tnone"
    assert kinds(blocks, BlockKind.CODE)[0].text == "for pier in piers:\n    print(pier)"
    assert [block.text for block in kinds(blocks, BlockKind.PARAGRAPH)][-2:] == list(sentences[3:])


def test_the_head_of_a_table_and_the_numbers_of_an_ordered_list_are_kept(article, capture):
    ordered = article.replace("<h2>What", "<ol><li>One boat.</li><li>Two boats.</li></ol><h2>What")
    blocks = by_trafilatura.ENGINE(ordered, capture(ordered))
    assert [block.number for block in kinds(blocks, BlockKind.ITEM)] == [1, 2, 0, 0, 0]
    assert [block.level for block in kinds(blocks, BlockKind.TABLE)] == [1]
    plain = article.replace("<th>", "<td>").replace("</th>", "</td>")
    assert [block.level for block in kinds(by_trafilatura.ENGINE(plain, capture(plain)), BlockKind.TABLE)] == [0]


def test_blocks_hold_the_words_of_the_text_output_and_no_other(article, capture):
    assert own_words(article, capture(article)) == text_output_words(article)


def test_blocks_hold_the_words_of_the_text_output_on_our_captures(captures, capture):
    pages = sorted(captures.rglob("*.html"))
    if not pages:
        pytest.skip("no saved pages among the captures")
    for path in pages:
        markup = page.opened(capture(path.read_bytes())).text
        assert own_words(markup, capture(markup)) == text_output_words(markup), path.name


@pytest.mark.parametrize("name", ["trafilatura", "fundus", "wcxb"])
def test_no_word_of_the_text_output_is_missing_on_real_pages(shared, capture, name):
    with (shared / "bench" / name / "captures.warc.gz").open("rb") as stream:
        records = (record for record in ArchiveIterator(stream) if record.rec_type == "response")
        for _ in range(12):
            markup = page.opened(capture(next(records).content_stream().read())).text
            ours, theirs = own_words(markup, capture(markup)), text_output_words(markup)
            assert not theirs - ours
            # text_output drops the text of block elements inside inline ones; nothing else is more
            assert (ours - theirs).total() <= 0.01 * ours.total()


def own_words(markup, capture):
    return Counter(words(" ".join(block.text for block in by_trafilatura.ENGINE(markup, capture))))


def text_output_words(markup):
    import trafilatura

    text = trafilatura.extract(markup, url="https://courier.example/ferry", include_comments=False) or ""
    return Counter(words(text.replace("\u00ad", "").replace("\u200b", "")))


def test_a_page_without_text_gives_no_blocks(capture):
    assert by_trafilatura.ENGINE("<html><body></body></html>", capture("")) == ()


def test_the_same_page_again_and_again_gives_the_same_blocks(article, capture):
    first = by_trafilatura.ENGINE(article, capture(article))
    other = article.replace("ferry", "tram")
    for _ in range(5):
        by_trafilatura.ENGINE(other, capture(other))
        assert by_trafilatura.ENGINE(article, capture(article)) == first


def test_the_libraries_keep_quiet_about_pages_without_text(capture, capfd):
    by_trafilatura.ENGINE("", capture(""))
    by_trafilatura.ENGINE("<p>", capture(""))
    assert capfd.readouterr().err == ""


def test_a_level_that_the_user_set_is_left_alone(capture):
    logger = logging.getLogger("trafilatura")
    before = logger.level
    try:
        logger.setLevel(logging.INFO)
        by_trafilatura.ENGINE("<p>", capture(""))
        assert logger.level == logging.INFO
    finally:
        logger.setLevel(before)


def test_text_escaped_twice_is_unescaped(capture, sentences):
    markup = (
        "<html><body><article>" + "".join(f"<p>{one} Fish &amp;amp; chips.</p>" for one in sentences) + "</article>"
    )
    blocks = by_trafilatura.ENGINE(markup, capture(markup))
    assert blocks
    assert all("Fish & chips" in block.text for block in blocks)


def test_a_page_laid_out_with_a_table_gives_paragraphs(capture, sentences):
    cell = "".join(f"<p>{one}</p>" for one in sentences)
    markup = f"<html><body><table><tr><td><h2>Ferry</h2>{cell}</td></tr></table></body></html>"
    blocks = by_trafilatura.ENGINE(markup, capture(markup))
    assert not kinds(blocks, BlockKind.TABLE)
    assert " ".join(sentences) in " ".join(block.text for block in blocks)
