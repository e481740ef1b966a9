from __future__ import annotations

import subprocess
import sys

import pytest

from thresher.extract import by_resiliparse, by_soup, engine
from thresher.extract.depth import limited
from thresher.nouns import Block, BlockKind

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
    blocks, name, troubles = engine.found(markup, capture(""), ENGINES, 5)
    assert "deep water" in blocks[0].text
    assert name == "trafilatura"
    assert not troubles


def test_markup_of_ordinary_depth_is_left_as_it_is(article):
    icons = "<svg>" + "<path d='M0 0'/>" * 1000 + "</svg>"
    unclosed = "<p>a<li>b<br>c" * 1000
    for markup in (article, article + icons, article + unclosed):
        assert limited(markup) == markup


@pytest.fixture
def stubbed(monkeypatch):
    """Engines a, b and c that give as many words as they are told, or raise."""

    def install(answers):
        def named(name):
            def answer(_markup, _capture):
                if isinstance(answers[name], BaseException):
                    raise answers[name]
                return (Block(BlockKind.PARAGRAPH, " ".join(["word"] * answers[name])),) if answers[name] else ()

            return answer

        monkeypatch.setattr(engine, "named", named)

    return install


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
def test_the_next_engine_is_asked_when_one_finds_too_little(answers, chosen, stubbed, capture):
    stubbed(answers)
    assert engine.found("", capture(""), answers, 5)[1] == chosen


def test_what_went_wrong_with_an_engine_is_told(stubbed, capture):
    stubbed({"a": ValueError("broken"), "b": 0})
    assert engine.found("", capture(""), ("a", "b"), 5)[2] == "a: ValueError: broken"


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
