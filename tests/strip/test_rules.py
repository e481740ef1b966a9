"""Rule files: what they may say, and how their mistakes are told."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

from thresher.errors import SettingsError
from thresher.nouns import BlockKind, Reason
from thresher.strip.rules import load_rules, rules_digest, selected

HEAD = '[topic]\nname = "ferry"\ndescription = "Ferries."\nabout = ["boat"]\n'
RULE = """
[[rule]]
id = "{id}"
unit = "line"
near = ["ferry"]
pattern = '''ferry'''
why = "A test."
drops = ["Ferry", "ferry"]
keeps = ["The ferry sails."]
{more}
"""


def written(tmp_path, text, name="ferry.toml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_rule_carries_what_its_file_says(tmp_path):
    more = 'kinds = ["item"]\nsince = 2020-01-01\nwhere = "tail"\nmax_words = 4\nlang = ["en"]'
    (rule,) = load_rules([written(tmp_path, HEAD + RULE.format(id="ferry-line", more=more))])
    assert (rule.topic, rule.about, rule.file) == ("ferry", ("boat",), "ferry.toml")
    assert (rule.kinds, rule.since, rule.where, rule.max_words) == ((BlockKind.ITEM,), date(2020, 1, 1), "tail", 4)
    assert pickle.loads(pickle.dumps(rule)) == rule


def test_a_page_rule_names_its_reason_by_the_books(tmp_path):
    text = HEAD + RULE.format(id="gone", more='rejects = "soft_404"').replace('"line"', '"page"')
    assert load_rules([written(tmp_path, text)])[0].rejects is Reason.SOFT_404


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("nere = []", "unknown key 'nere'"),
        ('where = "top"', "where must be one of"),
        ('kinds = ["poem"]', "no such kind of block: 'poem'"),
        ("max_words = 0", "max_words must be a number from 1"),
        ("confidence = 2", "confidence must be above 0"),
        ('since = "2020"', "since must be a date"),
        ('after = ["nobody"]', "no such rule or topic: nobody"),
        ('lang = ["english"]', "no primary language subtag"),
        ("certain = 1", "certain must be true or false"),
        ('rejects = "soft_404"', "go together"),
        ('rejects = "duplicate"', "rejects must be one of"),
    ],
)
def test_a_mistake_in_a_key_is_named(tmp_path, more, problem):
    with pytest.raises(SettingsError, match=problem) as caught:
        load_rules([written(tmp_path, HEAD + RULE.format(id="ferry-line", more=more))])
    assert "ferry.toml: " in str(caught.value)
    assert "ferry-line" in str(caught.value)


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("ferry(", "not RE2 syntax"),
        ("(?=ferry)ferry", "not RE2 syntax"),
        ("(?P<colour>ferry)", "names a group 'colour' that is no field"),
        ("(?:ferry)?", "hits an empty text"),
        ("{{boats}}", "names a word that"),
        ("ferry\n   ?now", "begins with"),
    ],
)
def test_a_mistake_in_a_pattern_is_named(tmp_path, pattern, problem):
    text = HEAD + RULE.format(id="ferry-line", more="").replace("'''ferry'''", f"'''{pattern}'''")
    with pytest.raises(SettingsError, match=problem):
        load_rules([written(tmp_path, text)])


def test_all_problems_of_all_files_come_at_once(tmp_path):
    first = written(tmp_path, HEAD + RULE.format(id="Ferry Line", more=""), "a.toml")
    second = written(tmp_path, "[topic", "b.toml")
    third = written(tmp_path, HEAD + RULE.format(id="ferry-line", more="colour = 1"), "c.toml")
    with pytest.raises(SettingsError) as caught:
        load_rules([first, second, third])
    told = str(caught.value).splitlines()
    assert [line.split(":")[0].rpartition("/")[2] for line in told] == ["a.toml", "b.toml", "c.toml"]


def test_an_id_is_taken_only_once_and_a_topic_lives_in_one_file(tmp_path):
    first = written(tmp_path, HEAD + RULE.format(id="ferry-line", more=""), "a.toml")
    second = written(tmp_path, HEAD + RULE.format(id="ferry-line", more=""), "b.toml")
    with pytest.raises(SettingsError, match=r"this id is taken in a\.toml") as caught:
        load_rules([first, second])
    assert "topic ferry is taken by a.toml" in str(caught.value)


def test_the_digest_ignores_prose_and_examples_and_order(tmp_path):
    one, two = RULE.format(id="one", more=""), RULE.format(id="two", more="")
    rules = load_rules([written(tmp_path, HEAD + one + two)])
    prose = load_rules([written(tmp_path, HEAD + two + one.replace("A test.", "Another.").replace("sails", "sinks"))])
    edited = load_rules([written(tmp_path, HEAD + one.replace("'''ferry'''", "'''ferries'''") + two)])
    assert rules_digest(rules) == rules_digest(prose) != rules_digest(edited)


def test_words_stand_for_their_text_and_may_name_earlier_words(tmp_path):
    words = "\n[topic.words]\ndays = '''monday|friday'''\nwhen = '''on (?:{{days}})'''\n"
    text = HEAD + words + RULE.format(id="ferry-line", more="").replace("'''ferry'''", "'''ferry {{when}}'''")
    (rule,) = load_rules([written(tmp_path, text)])
    assert "monday|friday" in rule.pattern


def test_rules_and_topics_are_switched_off_by_name(rules):
    kept = selected(rules, ["cookie"], ["share-counts"])
    assert {rule.topic for rule in rules} - {rule.topic for rule in kept} == {"cookie"}
    assert "share-counts" not in {rule.id for rule in kept}
    with pytest.raises(SettingsError, match="biscuit"):
        selected(rules, ["biscuit"], [])
