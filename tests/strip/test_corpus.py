"""Articles about chaff stay whole; chaff in articles goes. All texts are in `about.toml` and `chaff.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from thresher import clean_text
from thresher.strip.apply import apply
from thresher.words import words

HERE = Path(__file__).parent


def merged(files):
    """All files of chaff as one, merged by key."""
    whole = {"articles": {}, "chaff": {}, "run": []}
    for data in files:
        whole["articles"] |= data.get("articles", {})
        for lang, lines in data.get("chaff", {}).items():
            whole["chaff"].setdefault(lang, []).extend(lines)
        whole["run"] += data.get("run", [])
    return whole


ABOUT = tomllib.loads((HERE / "about.toml").read_text(encoding="utf-8"))["article"]
CHAFF = merged(tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("chaff*.toml")))
LINES = [(lang, line) for lang, lines in CHAFF["chaff"].items() for line in lines]
REMOVED_SHARE = 0.95


def left(judge, page):
    verdict = judge.judge(page)
    assert verdict.rejection is None
    return [block.text for block in apply(page, verdict.removals).blocks]


@pytest.mark.parametrize("article", ABOUT, ids=[article["title"] for article in ABOUT])
def test_an_article_about_chaff_keeps_every_paragraph(judge, page, article):
    paragraphs = article["text"].strip().splitlines()
    assert left(judge, page(*paragraphs, title=article["title"]))[1:] == paragraphs


def test_there_are_articles_about_chaff_in_fourteen_languages():
    assert len({article["title"] for article in ABOUT}) == len(ABOUT) >= 60
    langs = {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "el", "tr", "ar", "zh", "ja"}
    assert {article["lang"] for article in ABOUT} == langs


@pytest.mark.parametrize("place", ["in the middle", "behind"])
def test_nearly_all_chaff_goes_and_no_word_of_the_article(judge, page, place):
    kept = []
    for lang, line in LINES:
        paragraphs = CHAFF["articles"][lang]
        at = 3 if place == "in the middle" else len(paragraphs)
        texts = left(judge, page(*paragraphs[:at], line, *paragraphs[at:]))
        assert texts[:at] + texts[at + 1 :] == paragraphs, line
        if texts[at]:
            kept.append(line)
    assert len(LINES) >= 40
    assert len(LINES) - len(kept) >= REMOVED_SHARE * len(LINES), kept


@pytest.mark.parametrize("run", CHAFF["run"], ids=[run["lines"][0] for run in CHAFF["run"]])
def test_a_run_of_chaff_goes_as_a_run(judge, page, run):
    paragraphs = CHAFF["articles"][run["lang"]]
    texts = left(judge, page(*paragraphs, *run["lines"]))
    assert texts[: len(paragraphs)] == paragraphs
    assert [text for text in texts[len(paragraphs) :] if text] == []


@pytest.mark.parametrize("article", ABOUT, ids=[article["title"] for article in ABOUT])
def test_an_article_about_chaff_that_comes_as_a_text_keeps_every_paragraph(article):
    """Through all judges, the line model among them, and without a block that is marked as the title."""
    paragraphs = article["text"].strip().splitlines()
    outcome = clean_text("\n\n".join([article["title"], *paragraphs]))
    kept = " ".join(words(outcome.text))
    assert [paragraph for paragraph in paragraphs if " ".join(words(paragraph)) not in kept] == []
