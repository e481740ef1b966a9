"""The regression view: what changed between two runs over the same captures."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from thresher.report.page.against import against
from thresher.report.page.ledgers import ledgers
from thresher.report.page.texts import edit
from thresher.report.page.write import read_manifest, write_report

sys.path.insert(0, str(Path(__file__).parent))
from made_run import write_rows


def article(number: int, text: str = "The ferry stopped.", host: str = "a.example", **more: object) -> dict:
    url = f"https://{host}/{number}"
    source = {"archive": "in/a.warc", "offset": number}
    row = {
        "id": f"id{number}",
        "url": url,
        "title": f"Story {number}",
        "text": text,
        "text_digest": text,
        "source": source,
    }
    return row | {"word_count": len(text.split()), **more}


def rejection(number: int, reason: str, host: str = "a.example") -> dict:
    return {
        "reason": reason,
        "stage": "judge",
        "url": f"https://{host}/{number}",
        "archive": "in/a.warc",
        "offset": number,
    }


def removal(number: int, text: str, judge: str = "rule:asks", topic: str = "donation", host: str = "a.example") -> dict:
    url = f"https://{host}/{number}"
    return {"id": f"id{number}", "url": url, "reason": topic, "judge": judge, "confidence": 0.9, "text": text}


@pytest.fixture(scope="module")
def outs(tmp_path_factory) -> tuple[Path, Path]:
    """A run and the one before it: one article more, one less, one shorter, one the same."""
    folder = tmp_path_factory.mktemp("two")
    long = "The ferry stopped.\n\nGive what you can.\n\nNobody was hurt."
    short = "The ferry stopped.\n\nNobody was hurt."
    old = write_rows(
        folder / "old",
        [article(1), article(2, long), article(3, host="b.example")],
        [removal(1, "Sign up now", "rule:letters", "newsletter"), removal(3, "Only here", host="b.example")],
        [rejection(4, "no_article")],
    )
    new = write_rows(
        folder / "new",
        [article(1), article(2, short, title="Another headline"), article(4)],
        [removal(2, "Give what you can."), removal(4, "Not in both")],
        [rejection(3, "page_type", "b.example")],
    )
    manifest = read_manifest(old) | {"settings": {"strip": {"model": True}}}
    (old / "manifest.json").write_text(json.dumps(manifest))
    return new, old


@pytest.fixture(scope="module")
def found(outs):
    new, old = outs
    with ledgers(new, old) as tables:
        return against(tables, new, read_manifest(new), old, read_manifest(old))


def test_articles_are_gained_lost_changed_or_the_same(found):
    assert found.same == 1
    assert [(one.url, one.instead) for one in found.gained] == [("https://a.example/4", "no_article")]
    assert [(one.url, one.instead) for one in found.lost] == [("https://b.example/3", "page_type")]
    assert [(one.url, one.before, one.after) for one in found.changed] == [("https://a.example/2", 10, 6)]


def test_a_changed_article_shows_the_lines_that_went(found):
    assert found.changed.items[0].edit.minus == ("Give what you can.",)
    assert found.changed.items[0].edit.plus == ()


def test_reasons_that_changed_are_counted(found):
    assert {(one.before, one.after, one.count) for one in found.moves} == {
        ("article", "page_type", 1),
        ("no_article", "article", 1),
    }
    assert {one.name: one.change for one in found.totals}["articles"] == 0


def test_lines_and_topics_are_those_of_articles_that_both_runs_have(found):
    assert [(one.text, one.judge) for one in found.cut_now] == [("Give what you can.", "rule:asks")]
    assert [(one.text, one.topic) for one in found.kept_now] == [("Sign up now", "newsletter")]
    assert [(one.name, one.change) for one in found.topics] == [("donation", 4), ("newsletter", -3)]
    assert [(one.name, one.change) for one in found.judges] == [("rule:asks", 4), ("rule:letters", -3)]


def test_a_line_that_another_judge_takes_now_is_no_change(tmp_path):
    new = write_rows(tmp_path / "new", [article(1)], [removal(1, "Sign up", "model:text", "boilerplate")], [])
    old = write_rows(tmp_path / "old", [article(1)], [removal(1, "Sign up")], [])
    with ledgers(new, old) as tables:
        found = against(tables, new, read_manifest(new), old, read_manifest(old))
    assert (len(found.cut_now), len(found.kept_now)) == (0, 0)
    assert [(one.name, one.change) for one in found.judges] == [("model:text", 2), ("rule:asks", -2)]


def test_sites_settings_and_metadata_that_changed_are_told(found):
    assert [(one.host, one.gained, one.lost, one.changed) for one in found.sites] == [
        ("a.example", 1, 0, 1),
        ("b.example", 0, 1, 0),
    ]
    assert ("strip.model", "true", "false") in [(one.name, one.before, one.after) for one in found.settings]
    assert [(one.name, one.count, one.after) for one in found.fields] == [("title", 1, "Another headline")]


def test_the_page_begins_with_what_changed(outs):
    new, old = outs
    tree = LexborHTMLParser(write_report(new, old=old, to=new / "against.html").read_text("utf-8"))
    assert [node.attributes["id"] for node in tree.css("main section")][:2] == ["overview", "against"]
    assert "Give what you can." in tree.css_first(".diff .minus").text()
    assert "#against" in [node.attributes["href"] for node in tree.css("nav a")]


def test_a_run_beside_an_equal_one_says_that_nothing_changed(outs, tmp_path):
    new, _ = outs
    page = write_report(new, old=new, to=tmp_path / "same.html").read_text("utf-8")
    assert "Nothing changed" in page


def test_archives_may_have_moved(tmp_path):
    new = write_rows(tmp_path / "new", [article(1) | {"source": {"archive": "elsewhere/a.warc", "offset": 1}}], [], [])
    old = write_rows(tmp_path / "old", [article(1)], [], [])
    with ledgers(new, old) as tables:
        assert against(tables, new, read_manifest(new), old, read_manifest(old)).same == 1


def test_an_edit_is_bounded():
    before = "\n\n".join(f"Line {number} stays no longer." for number in range(500))
    found = edit(before, "Another text.")
    assert (len(found.minus), found.plus, found.more) == (6, ("Another text.",), 494)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(("{new}", "--against", "{new}"), "not compared with itself"), (("{new}", "--against", "{tmp}"), "manifest.json")],
)
def test_the_command_refuses_in_words(arguments, told, outs, run_thresher, tmp_path):
    done = run_thresher("report", *(one.format(new=outs[0], tmp=tmp_path) for one in arguments))
    assert done.returncode == 2
    assert told in done.stderr
