"""Articles that a page carries outside what it shows."""

from __future__ import annotations

import html
import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from thresher.errors import RecordError
from thresher.extract import embedded, state
from thresher.extract.declaration import declaration
from thresher.extract.page import page
from thresher.nouns import Block, BlockKind, Reason

TITLE = "The mill at Farrow Lock turns again"
STORY = (
    "The water mill at Farrow Lock ground its first flour in sixty years on Sunday, before two hundred visitors.",
    "Volunteers had taken the wheel apart in the spring, numbered each paddle and laid them out in a barn to dry.",
    "Nine of the forty paddles were beyond repair, and a joiner from the next valley cut new ones out of elm.",
    "The stones came from a quarry that closed in the war; a retired dresser sharpened their furrows in a week.",
    "Flour will be sold at the lock on the first Sunday of each month, as long as the beck carries enough water.",
    "A school has asked for sacks of bran, the baker for a standing order, and the county for a safety report.",
    "The society still owes the bank a small sum, which it means to pay back out of guided tours next summer.",
)
TEXTS = list(STORY)
PARAGRAPHS = "".join(f"<p>{one}</p>" for one in STORY)
WALL = "<p>This story is for members. Join today for the price of a loaf and read all of our reporting at once.</p>"


def linked(body: str) -> str:
    data = {"@type": "NewsArticle", "headline": TITLE, "articleBody": body}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def html_page(inside: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>{TITLE} | Farrow Gazette</title>{head}</head><body>{inside}</body></html>"
    )


def texts(found) -> list[str]:
    return [block.text for block in found.blocks]


def asked(markup: str, shown: tuple[str, ...] = ()):
    tree = LexborHTMLParser(markup)
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in shown)
    return embedded.better(tree, markup, blocks, declaration(tree))


def test_a_teaser_before_a_wall_gives_way_to_the_body_that_is_declared():
    wall = WALL.removeprefix("<p>").removesuffix("</p>")
    markup = html_page("", linked("\n\n".join(STORY)))
    tree = LexborHTMLParser(markup)
    shown = (Block(BlockKind.TITLE, TITLE), Block(BlockKind.PARAGRAPH, STORY[0]), Block(BlockKind.PARAGRAPH, wall))
    found = embedded.better(tree, markup, shown, declaration(tree))
    assert found is not None
    assert found[1] == "json-ld"
    assert [block.text for block in found[0]] == [TITLE, *TEXTS]
    assert found[0][0].kind is BlockKind.TITLE


def test_a_page_behind_a_consent_wall_is_read_from_its_declaration(capture, settings):
    found = page(capture(html_page("<h1>We value your privacy</h1>" + WALL, linked("\n\n".join(STORY)))), settings)
    assert " ".join(texts(found)).endswith(" ".join(STORY))


def test_a_declared_teaser_does_not_replace_the_article_that_is_shown(capture, settings):
    shown = f"<article><h1>{TITLE}</h1>{PARAGRAPHS}</article>"
    found = page(capture(html_page(shown, linked(" ".join(STORY[:3])))), settings)
    assert found.engine == "blocks"
    assert texts(found)[-len(STORY) :] == TEXTS


def test_a_body_without_paragraphs_does_not_replace_the_same_text_with_them():
    assert asked(html_page("", linked(" ".join(STORY))), STORY) is None


def test_a_longer_body_with_little_that_is_new_is_passed_over():
    assert asked(html_page("", linked(" ".join(STORY * 2))), STORY) is None


@pytest.mark.parametrize("times", [1, 2])
def test_a_body_that_is_escaped_too_often_is_read_as_the_markup_that_it_is(times):
    body = PARAGRAPHS
    for _ in range(times):
        body = html.escape(body)
    found = asked(html_page("", linked(body)))
    assert found is not None
    assert [block.text for block in found[0]] == TEXTS


def test_a_short_declared_body_is_the_article_of_a_page_that_shows_nothing():
    assert asked(html_page("", linked(STORY[0]))) == ((Block(BlockKind.PARAGRAPH, STORY[0]),), "json-ld")


@pytest.mark.parametrize("escape", [str, html.escape], ids=["markup", "escaped"])
def test_the_page_for_readers_without_scripts_is_read_from_noscript(escape, capture, settings):
    hidden = f"<noscript>{escape(f'<h2>{TITLE}</h2>{PARAGRAPHS}')}</noscript>"
    shown = "<div id=app><p>Loading the story. It takes a moment on slow lines, so please wait a little.</p></div>"
    found = page(capture(html_page(shown + hidden + "<script src=app.js></script>")), settings)
    assert found.engine == "noscript"
    assert texts(found) == [TITLE, *TEXTS]


def test_links_and_labels_round_the_text_in_noscript_are_left_out():
    menu = "<ul><li><a href=/a>Water and weather</a></li><li><a href=/b>Towns</a></li></ul>"
    found = asked(html_page(f"<noscript>{menu}{PARAGRAPHS}{menu}<p>Powered by Millwheel</p></noscript>"))
    assert found is not None
    assert [block.text for block in found[0]] == TEXTS


def test_a_page_that_only_asks_for_javascript_stays_a_shell(capture, settings):
    hidden = (
        "<noscript>" + "<p>You need to enable JavaScript to run this app.</p>" + "<img src=x>" * 100 + "</noscript>"
    )
    with pytest.raises(RecordError) as caught:
        page(capture(html_page(f"<div id=root></div>{hidden}<script src=a></script>")), settings)
    assert caught.value.reason is Reason.EMPTY_SHELL


def test_pixels_in_noscript_are_no_text():
    pixels = "<noscript>" + '<img src="https://stats.example/p?a=one+two+three&amp;b=four.">' * 50 + "</noscript>"
    assert asked(html_page(pixels)) is None


def test_a_body_that_waits_in_a_template_is_read():
    found = asked(html_page(f"<div></div><TEMPLATE id=lazy><article>{PARAGRAPHS}</article></TEMPLATE>"), (STORY[0],))
    assert found is not None
    assert found[1] == "template"
    assert [block.text for block in found[0]] == TEXTS


def test_a_template_with_a_dialogue_does_not_replace_a_shown_article():
    dialogue = (
        f"<p data-rules='{'x' * 2000}'>"
        + "Choose which letters you want from us, and tell us how often they may come. " * 6
        + "</p>"
    )
    assert asked(html_page(f"<template>{dialogue}</template>"), STORY) is None


def test_a_declarative_shadow_root_is_part_of_what_is_shown(capture, settings):
    shown = (
        f"<x-story><template shadowrootmode=open><style>p {{}}</style><h1>{TITLE}</h1>{PARAGRAPHS}</template></x-story>"
    )
    found = page(capture(html_page(shown)), settings)
    assert found.engine == "blocks"
    assert texts(found)[-len(STORY) :] == TEXTS


def test_opening_shadow_roots_leaves_other_templates_shut():
    markup = "<template id=a><p>no</p></template><template shadowrootmode='open'><p>yes</p></template >end"
    assert embedded.opened(markup) == "<template id=a><p>no</p></template><div><p>yes</p></div>end"
    assert embedded.opened("<p>shadowroot <template>x") == "<p>shadowroot <template>x"


def scripted(form: str, title: str = TITLE) -> str:
    data = json.dumps({"props": {"pageProps": {"article": {"title": title, "slug": "mill", "body": PARAGRAPHS}}}})
    script = {
        "next": f'<script id="__NEXT_DATA__" type="application/json">{data}</script>',
        "assigned": f"<script>window.__PRELOADED_STATE__ = {data};</script>",
        "parsed": f"<script>window.__DATA__ = JSON.parse({json.dumps(data)});</script>",
    }[form]
    return html_page('<div id="root"></div>' + script.replace("</p>", "<\\/p>"))


@pytest.mark.parametrize("form", ["next", "assigned", "parsed"])
def test_a_shell_whose_data_holds_the_article_is_read_from_the_data(form, capture, settings):
    found = page(capture(scripted(form)), settings)
    assert found.engine == "state"
    assert texts(found) == TEXTS


def test_data_about_another_article_is_not_read(capture, settings):
    with pytest.raises(RecordError) as caught:
        page(capture(scripted("next", "Ducks return to the harbour")), settings)
    assert caught.value.reason is Reason.EMPTY_SHELL


def test_data_of_a_page_that_shows_enough_is_not_even_parsed(monkeypatch):
    monkeypatch.setattr(state, "_parsed", lambda _text: pytest.fail("parsed"))
    assert asked(scripted("next"), STORY * 4) is None


def test_scripts_that_are_no_json_are_not_run_and_hold_nothing(capture, settings):
    script = f"<script>window.story = {{title: '{TITLE}', body: load('{PARAGRAPHS}')}}</script>"
    with pytest.raises(RecordError) as caught:
        page(capture(html_page(f'<div id="root"></div>{script}')), settings)
    assert caught.value.reason is Reason.EMPTY_SHELL
