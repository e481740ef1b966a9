"""The rule files are the tests: each example of each rule is a test of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from thresher.strip.check import (
    articles,
    check,
    drop_problems,
    example_problems,
    hostile_problems,
    keep_problems,
    unproven,
)
from thresher.strip.rules import load_rules

ROOT = Path(__file__).parents[2]
RULES = load_rules((ROOT / "config" / "rules").glob("*.toml"))
DROPS = [pytest.param(rule, line, id=f"{rule.id}: {line[:50]}") for rule in RULES for line in rule.drops]
KEEPS = [pytest.param(rule, line, id=f"{rule.id}: {line[:50]}") for rule in RULES for line in rule.keeps]


@pytest.mark.parametrize(("rule", "line"), DROPS)
def test_a_rule_drops_the_lines_that_it_lists(judge, rule, line):
    assert list(drop_problems(judge, rule, line)) == []


@pytest.mark.parametrize(("rule", "line"), KEEPS)
def test_no_rule_drops_the_lines_that_a_rule_keeps(judge, rule, line):
    assert list(keep_problems(judge, rule, line)) == []


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_a_rule_has_enough_examples_and_stands_hostile_text(judge, rule):
    assert [*example_problems(judge, rule), *hostile_problems(judge, rule)] == []


def test_no_shipped_rule_touches_an_article_of_the_fixtures(rules):
    assert check(rules, articles(ROOT / "fixtures")) == []


def test_the_shipped_rules_cover_their_topics_in_four_languages(rules):
    spoken = {}
    for rule in rules:
        spoken.setdefault(rule.topic, set()).update(rule.lang)
    thin = {topic: langs for topic, langs in spoken.items() if not {"en", "de", "fr", "es"} <= langs}
    assert thin == {}
    assert len(spoken) >= 17


def test_rules_without_a_hit_are_reported(rules):
    lines = [line for rule in rules[1:] for line in rule.drops]
    assert unproven(rules[:2], [rules[1].drops[0]]) == [rules[0].id]
    assert unproven(rules[1:], lines) == []
