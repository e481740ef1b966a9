"""The checks can fail: each is shown a rule that breaks it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from thresher.strip.check import articles, check
from thresher.strip.listing import COLUMNS, rows
from thresher.strip.rules import Rule, load_rules
from thresher.strip.stub import stub

GOOD = Rule(
    id="ferry-lines",
    topic="ferry",
    unit="line",
    pattern="ferry (?:now|later)",
    near=("ferry",),
    drops=("Ferry now", "Ferry later"),
    keeps=("The ferry is now here.",),
    file="ferry.toml",
)


def test_a_good_rule_has_no_problems():
    assert check((GOOD,)) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"drops": ("Ferry now", "Ferry never")}, "kept a line listed under `drops`"),
        ({"drops": ("Ferry now",)}, "at least 2 drops"),
        ({"keeps": ()}, "at least 2 drops and 1 keep"),
        ({"keeps": ("The boat is here.",)}, "holds no literal of `near`"),
        ({"keeps": ("Ferry later",)}, "ferry-lines drops a line listed under `keeps`"),
    ],
)
def test_a_rule_that_breaks_a_check_is_named_with_its_file(change, problem):
    problems = check((replace(GOOD, **change),))
    assert any(problem in one and one.startswith("ferry.toml: ferry-lines: ") for one in problems)


def test_a_rule_may_not_drop_what_another_promises_to_keep():
    other = replace(
        GOOD,
        id="here-lines",
        pattern="the ferry is now here\\.",
        drops=("The ferry is now here.",) * 2,
        keeps=("No ferry",),
    )
    assert any("here-lines drops a line listed under `keeps`" in problem for problem in check((GOOD, other)))


def test_a_rule_may_not_touch_an_article(tmp_path):
    folder = tmp_path / "expected"
    folder.mkdir(parents=True)
    (folder / "boat.txt").write_text("The pier is open.\n\nFerry now\n", encoding="utf-8")
    problems = check((GOOD,), articles(tmp_path))
    assert ["drops line 3 of expected/boat.txt" in problem for problem in problems] == [True]


def test_prose_of_an_article_is_guarded_even_where_the_rule_would_not_stand():
    prose = "The ferry crossed the Sallow daily with eleven geese, two nuns and a bag of letters, and sank one night."
    edge = replace(
        GOOD,
        unit="block",
        where="edge",
        pattern="eleven geese",
        near=("geese",),
        drops=("eleven geese a", "eleven geese b"),
        keeps=("geese",),
    )
    assert check((edge,), {"a.txt": f"{prose}\n\n{prose.replace('geese', 'swans')}"}) != []


def test_the_listing_changes_with_the_pattern_and_not_with_the_prose():
    (row,) = rows([GOOD])
    assert len(row) == len(COLUMNS)
    assert rows([replace(GOOD, why="another reason", source="https://x.example/")]) == [row]
    assert rows([replace(GOOD, pattern="ferry never")]) != [row]


@pytest.mark.parametrize("line", ["Follow us on Mastodon", "4,000 Teilungen (neu) \\o/", "«Ça alors» '''", '"', "2024"])
def test_a_stub_is_a_rule_that_drops_its_line_once_it_has_its_examples(tmp_path, line):
    text = stub(line).replace('why = ""', 'why = "a test"').replace("keeps = [\n]", 'keeps = ["nothing"]')
    path = tmp_path / "new.toml"
    path.write_text(f'[topic]\nname = "new"\ndescription = "New rules."\n\n{text}', encoding="utf-8")
    rules = load_rules([path])
    assert not [problem for problem in check(rules) if "`drops`" in problem]
