from __future__ import annotations

import subprocess
import sys

import pytest
from selectolax.lexbor import LexborHTMLParser

from thresher.extract import by_resiliparse, by_soup, engine
from thresher.extract.depth import DEEPEST, limited
from thresher.extract.tree import judge, walk
from thresher.extract.tree.columns import Facts
from thresher.extract.tree.walk import Outline
from thresher.nouns import Block, BlockKind
from thresher.settings import Extract

ENGINES = ["trafilatura", "resiliparse", "soup"]


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_finds_the_article(name, article, capture, sentences):
    text = " ".join(block.text for block in engine.named(name)(article, capture(article)))
    assert all(sentence in text for sentence in sentences)
    assert engine.named(name).name == name


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_leaves_out_scripts_and_styles(name, article, capture):
    markup = article.replace("<article>", "<article><style>.pier{color:red}</style><script>var pier = 1</script>")
    text = " ".join(block.text for block in engine.named(name)(markup, capture(markup)))
    assert "color" not in text
    assert "var pier" not in text


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_gives_the_same_in_another_process(name, article, capture):
    here = engine.named(name)(article, capture(article))
    script = (
        "import sys; from thresher.extract import engine; from thresher.nouns import *;"
        "c = Capture(Origin('x'), 'https://courier.example/ferry', None, CaptureKind.HTML);"
        f"print(ascii(engine.named({name!r})(sys.stdin.read(), c)))"
    )
    done = subprocess.run([sys.executable, "-c", script], input=article, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ascii(here)


HOSTILE = {
    "nested": "<div>" * 50_000 + "<p>" + "A sentence that is about deep water. " * 9 + "</p>",
    "nested inline": "<p>" + "<b>" * 50_000 + "A sentence that is about deep water. " * 9,
    "nested lists": "<ul><li>" * 20_000 + "A sentence that is about deep water. " * 9,
    "unknown elements": "<x>" * 50_000 + "A sentence that is about deep water. " * 9,
    "siblings": "<p>One more short line of text.</p>" * 20_000,
    "attribute": '<p title="' + "x" * 3_000_000 + '">A sentence that is about deep water.</p>',
    "unclosed tags": "<a " * 30_000,
    "unclosed comments": "<!--" * 30_000,
    "unclosed attributes": '<a x="' * 30_000,
    "signs": "<" * 30_000 + "&" * 30_000,
    "scripts": "<script>" * 20_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("name", ENGINES)
def test_no_engine_breaks_on_hostile_markup(name, kind, capture):
    markup = limited(f"<html><body>{HOSTILE[kind]}</body></html>")
    blocks = engine.named(name)(markup, capture(""))
    assert all(isinstance(block, Block) for block in blocks)


def test_the_text_of_elements_nested_too_deep_is_kept(capture):
    markup = limited(f"<html><body>{HOSTILE['nested']}</body></html>")
    assert markup.count("<div>") <= 200
    assert "deep water" in engine.named("trafilatura")(markup, capture(""))[0].text


def test_an_engine_is_handed_no_markup_nested_too_deep(monkeypatch, capture):
    handed = []
    monkeypatch.setattr(engine, "named", lambda _name: lambda markup, _capture: handed.append(markup) or ())
    parsed = engine.Parsed("<div>" * 1_000, capture(""), Outline(), Facts())
    engine.found(parsed, Extract(engine="trafilatura"), judge.shipped())
    assert {markup.count("<div>") <= DEEPEST for markup in handed} == {True}


def test_markup_of_ordinary_depth_is_left_as_it_is(article):
    icons = "<svg>" + "<path d='M0 0'/>" * 1000 + "</svg>"
    unclosed = "<p>a<li>b<br>c" * 1000
    for markup in (article, article + icons, article + unclosed):
        assert limited(markup) == markup


@pytest.fixture
def asked(monkeypatch, capture):
    """What is found where trafilatura is asked for, and engines a and b give as many words as told, or raise."""

    def ask(answers):
        def named(name):
            def answer(_markup, _capture):
                if isinstance(answers[name], BaseException):
                    raise answers[name]
                return (Block(BlockKind.PARAGRAPH, " ".join(["word"] * answers[name])),) if answers[name] else ()

            return answer

        monkeypatch.setattr(engine, "named", named)
        monkeypatch.setattr(engine, "FALLBACKS", tuple(answers))
        parsed = engine.Parsed("", capture(""), Outline(), Facts())
        return engine.found(parsed, Extract(engine="trafilatura"), judge.shipped())

    return ask


@pytest.mark.parametrize(
    ("answers", "chosen"),
    [
        ({"a": 9, "b": 99}, "a"),
        ({"a": 0, "b": 9}, "b"),
        ({"a": 4, "b": 9}, "b"),
        ({"a": 4, "b": 3}, "a"),
        ({"a": ValueError("broken"), "b": 9}, "b"),
        ({"a": RecursionError("deep"), "b": 9}, "b"),
        ({"a": 0, "b": 0}, ""),
    ],
)
def test_the_next_engine_is_asked_when_one_finds_too_little(answers, chosen, asked):
    assert asked(answers).engine == chosen


def test_what_went_wrong_with_an_engine_is_told(asked):
    assert asked({"a": ValueError("broken"), "b": 0}).troubles == ("a: ValueError: broken",)


def parsed(markup, capture):
    tree = LexborHTMLParser(markup)
    return engine.Parsed(markup, capture(markup), walk.outline(tree), Facts())


def unsure(monkeypatch, doubt):
    """Let the network be in doubt by so much."""
    monkeypatch.setattr(judge, "doubt", lambda _one, _keep: doubt)


def test_the_cascade_asks_only_where_the_network_is_in_doubt(monkeypatch, article, capture):
    asked = []
    monkeypatch.setattr(engine, "named", lambda name: lambda _markup, _capture: asked.append(name) or ())
    settings = Extract(engine="cascade", doubt=0.2)
    unsure(monkeypatch, 0.1)
    engine.found(parsed(article, capture), settings, judge.shipped())
    assert asked == []
    unsure(monkeypatch, 0.3)
    engine.found(parsed(article, capture), settings, judge.shipped())
    assert asked == ["trafilatura_strict"]


@pytest.mark.parametrize(("theirs", "name"), [([0, 1], "cascade"), ([], "blocks")])
def test_the_cascade_takes_a_stricter_choice_of_the_same_text(monkeypatch, capture, sentences, theirs, name):
    texts = [sentences[at] for at in theirs] or ["Something else that the network has not kept at all."]
    answer = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    monkeypatch.setattr(engine, "named", lambda _name: lambda _markup, _capture: answer)
    unsure(monkeypatch, 0.5)
    markup = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    found = engine.found(
        parsed(f"<body><article>{markup}</article></body>", capture), Extract(engine="cascade"), judge.shipped()
    )
    assert found.engine == name
    assert [block.text for block in found.blocks] == (texts if theirs else list(sentences))


@pytest.mark.parametrize("name", ["blocks", "cascade"])
def test_the_extractor_of_our_own_finds_the_article_by_either_name(name, article, capture, sentences):
    found = engine.found(parsed(article, capture), Extract(engine=name), judge.shipped())
    text = " ".join(block.text for block in found.blocks)
    assert all(sentence in text for sentence in sentences)
    assert "Quay Street" not in text


def test_resiliparse_bullets_and_tabs_become_items_and_tables():
    lines = ["Ferry", "", "  • by boat", "      • daily", "", "East\t\t6", "West\t\tnone", "", "End."]
    assert [(block.kind, block.text) for block in by_resiliparse._blocks(lines)] == [
        (BlockKind.PARAGRAPH, "Ferry"),
        (BlockKind.ITEM, "by boat"),
        (BlockKind.ITEM, "daily"),
        (BlockKind.TABLE, "East\t6\nWest\tnone"),
        (BlockKind.PARAGRAPH, "End."),
    ]


def test_soup_reads_a_page_of_bare_text_and_line_breaks(capture, sentences):
    body = "<br><br>".join(sentences)
    markup = f"<title>Old page<body bgcolor=white><center><a href=/>Home</a></center><font size=2>{body}</font>"
    assert [block.text for block in by_soup.ENGINE(markup, capture(""))][-5:] == list(sentences)


def test_soup_reads_what_a_frameset_says_without_frames(capture, sentences):
    markup = f"<frameset cols=*><frame src=a><noframes><body><p>{sentences[0]}</p></body></noframes></frameset>"
    assert [block.text for block in by_soup.ENGINE(markup, capture(""))] == [sentences[0]]


def test_soup_chooses_the_container_with_the_prose(capture, sentences):
    side = "".join(f"<li><a href=/{n}>Another headline of the day</a></li>" for n in range(20))
    body = "".join(f"<p>{one}" for one in sentences)
    blocks = by_soup.ENGINE(f"<div id=side><ul>{side}</ul></div><div id=main>{body}</div>", capture(""))
    assert [block.text for block in blocks] == list(sentences)
