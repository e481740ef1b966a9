"""Pages made harder: no word of theirs is lost, and of others only what was lent."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from tree_pages import WELL_FORMED

from thresher.extract.tree import walk
from thresher.lab.html import examples
from thresher.lab.html.weather import Chaff, chaff, mixed, weathered

SEEDS = st.integers(0, 1_000)
LENT = tuple(
    Chaff(f"d{n}.example", f"<div><h3>lent{n} h</h3><p>lent{n} p</p></div>", is_thread=False) for n in range(3)
)
SENTENCE = "The ferry between the two harbours stopped running on Monday, after its engine room had taken in water."
RELATED = "<div class=related><h3>Read also</h3>" + "".join(
    f"<p><a href=/{n}>Headline number {n} of the other days at sea</a></p>" for n in range(4)
)
PAGE = f"""<nav class=top><p>Home</p><p>News of the day and of the night</p><p>{SENTENCE} Not yet.</p></nav>
<main class=story><h1 id=top>Ferry stops</h1><p>{SENTENCE}</p>{RELATED}</div><p>Nobody was hurt.</p></main>
<ul><li>One</li><li>Two</li><li>Three</li></ul>
<section><div>{SENTENCE} Again and again.</div><div>And more.</div><div>And more again, by night.</div></section>"""


def lexbor(markup):
    return examples.parsed(markup, "https://bay.example/")[0]


def labels_of(page, *gold):
    return [float(any(one in text for one in gold)) for text in page.texts]


def parts_no_caption(html):
    """Whether no line break parts a caption inside an item: it joins the lines of what takes the caption's place."""
    return LexborHTMLParser(html).css_first("li figcaption br, dt figcaption br, dd figcaption br") is None


@settings(deadline=None, max_examples=60)
@given(WELL_FORMED, SEEDS)
def test_a_weathered_page_has_the_words_that_it_had(markup, seed):
    html = lexbor(markup)
    old, new = walk.read(html).texts, walk.read(weathered(html, random.Random(seed))).texts
    assert " ".join(new).split() == " ".join(old).split()
    assert new == old or not parts_no_caption(html)


@settings(deadline=None, max_examples=40)
@given(WELL_FORMED, SEEDS)
def test_a_weathered_page_has_the_tree_that_it_had(markup, seed):
    html = lexbor(markup)
    assume(parts_no_caption(html))
    old, new = walk.read(html), walk.read(weathered(html, random.Random(seed)))
    assert new.link_chars == old.link_chars
    for name in ("parents", "firsts", "ends"):
        assert getattr(new, name).tolist() == getattr(old, name).tolist()


def test_weather_takes_no_words_from_a_page_that_writes_of_markup():
    html = lexbor('<p class="x">Write <code>&lt;p class="lead" id="top"&gt;</code> or &lt;article&gt; here.')
    for seed in range(20):
        assert walk.read(weathered(html, random.Random(seed))).texts == [
            'Write <p class="lead" id="top"> or <article> here.'
        ]


def test_weather_takes_names_and_most_often_the_elements_of_html_5():
    pages = [walk.read(weathered(lexbor(PAGE), random.Random(seed))) for seed in range(40)]
    bare = [page for page in pages if page.spoken == [""]]
    assert 20 < len(bare) < 40
    assert 20 < sum("nav" not in page.tags and "main" not in page.tags for page in pages) < 40


@settings(deadline=None, max_examples=60)
@given(WELL_FORMED, SEEDS, st.data())
def test_a_mixed_page_keeps_its_words_and_has_each_lent_piece_once(markup, seed, data):
    html = lexbor(markup)
    page = walk.read(html)
    labels = data.draw(st.lists(st.sampled_from([0.0, 1.0]), min_size=len(page.texts), max_size=len(page.texts)))
    texts = walk.read(mixed(html, page, labels, LENT, random.Random(seed))).texts
    assert [text for text in texts if not text.startswith("lent")] == page.texts
    lent = [f"lent{n} {part}" for n in range(3) for part in "hp"] if any(labels) else []
    assert sorted(text for text in texts if text.startswith("lent")) == sorted(lent)


@settings(deadline=None, max_examples=60)
@given(WELL_FORMED, SEEDS, st.data())
def test_only_dropped_blocks_are_gone_from_a_mixed_page(markup, seed, data):
    html = lexbor(markup)
    page = walk.read(html)
    leaves = [at for at, owner in enumerate(page.owners) if page.ends[owner] - page.firsts[owner] == 1]
    dropped = data.draw(st.sets(st.sampled_from(leaves))) if leaves else set()
    labels = [1.0] * len(page.texts)
    texts = walk.read(mixed(html, page, labels, LENT, random.Random(seed), dropped=frozenset(dropped))).texts
    left = [text for at, text in enumerate(page.texts) if at not in dropped]
    assert [text for text in texts if not text.startswith("lent")] == (left or page.texts)


def test_chaff_is_put_behind_the_article_and_into_a_long_one():
    html = lexbor("".join(f"<p>Part {n} of the story</p>" for n in range(12)) + "<p>The end of the page</p>")
    page = walk.read(html)
    labels = labels_of(page, "story")
    for seed in range(10):
        texts = walk.read(mixed(html, page, labels, LENT, random.Random(seed))).texts
        assert texts.index("Part 2 of the story") < texts.index("lent0 h") < texts.index("Part 11 of the story")
        assert texts.index("Part 11 of the story") < texts.index("lent1 h") < texts.index("The end of the page")


def test_a_page_without_an_article_is_left_as_it_is():
    html = lexbor(PAGE)
    page = walk.read(html)
    assert mixed(html, page, [0.0] * len(page.texts), LENT, random.Random(1)) == html


def pieces_of(*gold):
    html = lexbor(PAGE)
    page = walk.read(html)
    return chaff(html, page, labels_of(page, *gold), "bay.example")


def test_chaff_is_whole_elements_behind_the_articles_begin_that_hold_nothing_of_it():
    found = pieces_of("Ferry stops", "Nobody")
    assert [walk.read(one.html).texts[0] for one in found] == ["Read also", f"{SENTENCE} Again and again."]
    assert [len(walk.read(one.html).texts) for one in found] == [5, 3]
    assert {one.domain for one in found} == {"bay.example"}
    assert not any(one.is_thread for one in found)
    assert all("Nobody" not in one.html for one in found)


def test_a_thread_lends_the_posts_behind_its_begin():
    posts = [
        f"<div class=post><p>Tar {n}</p><p>{SENTENCE} Says {n}.</p><p>Reply to this post</p></div>" for n in range(3)
    ]
    related = RELATED.replace("Read also", "Other threads")
    html = lexbor(f"<nav><p>Home</p></nav><h1>Ferry?</h1>{''.join(posts)}{related}</div>")
    page = walk.read(html)
    found = chaff(html, page, labels_of(page, "Ferry?", "Says"), "bay.example", is_thread=True)
    assert [walk.read(one.html).texts[0] for one in found] == ["Tar 0", "Tar 1", "Tar 2"]
    assert all(one.is_thread for one in found)


def test_a_page_without_an_article_lends_nothing():
    assert pieces_of("nowhere on the page") == ()


def test_a_page_lends_few_pieces():
    block = f"<section><p>{SENTENCE}</p><p>{SENTENCE}</p><p>x</p></section>"
    html = lexbor(f"<h1>Ferry</h1>{block * 30}")
    page = walk.read(html)
    assert 0 < len(chaff(html, page, labels_of(page, "Ferry"), "bay.example")) <= 10


@pytest.mark.parametrize("inside", ["<p>a</p><p>b</p><p>c</p>", f"<p>{SENTENCE * 60}</p>" * 3, f"<p>{SENTENCE}</p>"])
def test_elements_of_too_few_or_too_many_words_or_blocks_are_no_chaff(inside):
    html = lexbor(f"<h1>Headline</h1><section>{inside}</section>")
    page = walk.read(html)
    assert chaff(html, page, labels_of(page, "Headline"), "bay.example") == ()
