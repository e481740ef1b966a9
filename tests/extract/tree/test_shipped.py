"""The shipped network of blocks: what any good one does on a page of our own."""

from __future__ import annotations

import pytest
from tree_pages import cut, outline

from thresher.extract.page import page
from thresher.extract.tree import columns, judge
from thresher.extract.tree.columns import Facts
from thresher.model.network import PAGE_TYPES, SHIPPED_BLOCKS
from thresher.nouns import BlockKind
from thresher.settings import Extract, Settings

COMMENTS = """<section class="comments" id="comments"><h3>2 comments</h3>
<div class="comment"><p class="comment-author">Ida Quist</p>
<p>No ferry and no cars, that is what I call a holiday.</p></div>
<div class="comment"><p class="comment-author">Old Tar</p><p>The old boat never had water in her engine room.</p></div>
</section>"""
ENDING = "The harbour master hopes that all of the boats sail again in spring, when the ice in the bay has gone."


@pytest.fixture(params=["precision", "balanced", "recall"])
def preset(request):
    return request.param


def test_the_shipped_network_is_small_and_fits_the_columns():
    assert SHIPPED_BLOCKS.stat().st_size < 300_000
    net = judge.shipped()
    assert net.columns == columns.names()
    assert net.arrays["types.weight"].shape[1] == len(PAGE_TYPES)


@pytest.mark.parametrize("engine", ["blocks", "cascade"])
def test_the_article_is_found_and_what_is_round_it_is_not(article, capture, sentences, engine):
    found = page(capture(article), Settings(extract=Extract(engine=engine)))
    text = "\n".join(block.text for block in found.blocks)
    assert all(sentence in text for sentence in sentences)
    assert "Sport" not in text
    assert "1 Quay Street" not in text
    assert found.engine in ("blocks", "cascade")


def test_the_article_keeps_its_structure(article, capture):
    body = article.replace("</article>", f"<p>{ENDING}</p></article>")
    found = page(capture(body), Settings(extract=Extract(engine="blocks")))
    kinds = {block.kind for block in found.blocks}
    assert {
        BlockKind.TITLE,
        BlockKind.HEADING,
        BlockKind.ITEM,
        BlockKind.QUOTE,
        BlockKind.TABLE,
        BlockKind.CODE,
    } <= kinds


def test_an_article_is_not_surely_none(article, capture, settings):
    assert not page(capture(article), settings).is_surely_no_article


def test_presets_keep_more_and_more_of_a_page(article):
    one = judge.judged(outline(article), Facts("Ferry stops"), judge.shipped())
    precise, balanced, generous = (cut(one, preset) for preset in ("precision", "balanced", "recall"))
    assert not (precise & ~balanced).any()
    assert not (balanced & ~generous).any()


def test_every_preset_finds_the_story(article, capture, sentences, preset):
    found = page(capture(article), Settings(extract=Extract(preset=preset)))
    text = "\n".join(block.text for block in found.blocks)
    assert sentences[1] in text
    assert sentences[2] in text


def test_comments_of_readers_are_a_field_of_their_own_where_that_is_asked_for(article, capture):
    body = article.replace("</article>", f"</article>{COMMENTS}")
    found = page(capture(body), Settings(extract=Extract(engine="blocks", comments="field")))
    assert "The old boat never had water in her engine room." in [block.text for block in found.comments]
    assert "old boat" not in "\n".join(block.text for block in found.blocks)


def test_the_same_page_is_found_the_same_again(article, capture, settings):
    once, again = (page(capture(article), settings) for _ in range(2))
    assert once == again
