"""`thresher explain --diff`: a page and its article, or a copy and the article that was kept, as a unified diff."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from thresher.cli import commands
from thresher.nouns import Article
from thresher.report.explain_diff import diff, lines_of, show_diff
from thresher.report.fate import Fate

PAGE = """<html><body><nav><a href="/">Front page</a> <a href="/b">Back page</a></nav><article><h1>A pier is mended</h1>
<p>The pier of Hallow was mended on Friday, after eleven months in which nobody could walk to its lamp at night.</p>
<p>Carpenters from Tersk brought forty oaken planks by boat, and a cat that would not leave the boat afterwards.</p>
<p>Share this:</p></article></body></html>"""


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "pier.html"
    file.write_text(PAGE)
    return file


def explained(*arguments, **options):
    return CliRunner().invoke(commands, ["explain", *map(str, arguments)], **options)


def test_what_is_left_of_a_page_is_context_and_what_went_is_minus(page):
    told = explained(page, "--diff").output.splitlines()
    assert told[0].endswith("(captured)")
    assert told[1].endswith("(article)")
    assert "-Front page Back page" in told
    assert "-Share this:" in told
    assert " Carpenters from Tersk brought" in "\n".join(told)
    assert not [line for line in told[2:] if line.startswith("+")]


def test_of_a_rejected_page_all_goes(tmp_path):
    file = tmp_path / "empty.html"
    file.write_text("<html><body><p>Nothing here</p></body></html>")
    told = explained(file, "--diff").output
    assert "(rejected: no_article)" in told
    assert "-Nothing here" in told


def test_a_dropped_copy_is_compared_with_the_article_that_was_kept(capsys):
    from thresher.report.beside import beside

    row = {"url": "https://b.example/", "reason": "duplicate", "detail": ""}
    kept = {"url": "https://a.example/", "id": "1", "title": None}
    Fate(row, kept, tuple(beside("One line.\n\nTheir line.", "One line.\n\nOur line."))).show_diff()
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "--- https://a.example/ (kept)"
    assert told[1] == "+++ https://b.example/ (dropped)"
    assert told[3:] == [" One line.", "-Our line.", "+Their line."]


def test_what_was_not_dropped_for_another_says_so(capsys):
    Fate({"url": "https://a.example/", "title": "T", "duplicates": [], "relations": []}).show_diff()
    assert "nothing to compare" in capsys.readouterr().out


def test_no_control_code_of_a_page_or_its_name_reaches_the_terminal():
    told = "\n".join(diff(["a \x1b[31m\u202e b"], [], ("\x1b]0;x\x07", "b")))
    assert not {"\x1b", "\x07", "\u202e"} & set(told)
    assert "<U+001B>" in told


def test_one_block_of_several_lines_is_compared_line_by_line():
    assert lines_of(["a\tb\n\nc", "", "d"]) == ["a\tb", "c", "d"]


def test_the_same_text_differs_in_nothing(capsys):
    from thresher.report.console import Output

    show_diff(Output(), ["a"], ["a"], ("one", "two"))
    assert capsys.readouterr().out == "no difference: one\n"


def test_it_is_coloured_in_a_terminal_and_plain_in_a_pipe(page, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31m-Share this:" in explained(page, "--diff").output
    monkeypatch.delenv("FORCE_COLOR")
    assert "\x1b" not in explained(page, "--diff").output
    assert "\x1b" not in explained(page).output


def test_json_and_diff_are_one_or_the_other(page):
    assert explained(page, "--diff", "--json").exit_code == 2


def test_json_of_a_fate_holds_nothing_that_a_terminal_would_obey(capsys):
    Fate({"url": "https://a.example/\u202e\x9b31m", "reason": "empty", "detail": "\x1b[2J"}).show(as_json=True)
    told = capsys.readouterr().out
    assert not {"\x1b", "\x9b", "\u202e"} & set(told)
    assert json.loads(told)["rejection"]["detail"] == "\x1b[2J"


def test_an_explanation_without_its_page_is_compared_by_what_is_left(captures):
    from thresher import Settings
    from thresher.report.explain import explanations

    (one,) = explanations(str(captures / "text" / "lantern-dam.txt"), Settings())
    assert isinstance(one.outcome, Article)
    assert one.shown == ()
    assert lines_of(block.text for block in one.blocks())
