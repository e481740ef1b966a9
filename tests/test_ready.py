"""What is ready is what reading and checking gives, and nothing else is taken from there."""

from pathlib import Path

import pytest

from thresher.errors import SettingsError
from thresher.extract.sites import knowledge
from thresher.ready import Ready
from thresher.strip import rules

CONFIG = Path(__file__).parents[1] / "config"
RULE_FILES = sorted((CONFIG / "rules").glob("*.toml"))


def test_the_ready_rules_are_those_of_the_shipped_files():
    assert all(rules.READY.find(path.name, path.read_bytes()) is not None for path in RULE_FILES)
    assert rules.load_rules(RULE_FILES) == rules.load_rules(RULE_FILES, ready=None)


def test_the_ready_sites_are_those_of_the_shipped_files():
    sites = CONFIG / "sites"
    assert all(knowledge.READY.find(path.name, path.read_bytes()) is not None for path in sites.glob("*.toml"))
    assert knowledge.load_sites(sites) == knowledge.load_sites(sites, ready=None)


def test_a_shipped_rule_file_that_somebody_has_changed_is_checked_again(tmp_path):
    text = RULE_FILES[0].read_text("utf-8")
    changed = tmp_path / RULE_FILES[0].name
    changed.write_text(text.replace("[[rule]]", "[[rule]]\ncertian = true", 1), "utf-8")
    with pytest.raises(SettingsError, match="unknown key 'certian'"):
        rules.load_rules([changed])


def test_a_shipped_site_file_under_another_name_is_checked_again(tmp_path):
    shipped = next((CONFIG / "sites").glob("*.toml"))
    (tmp_path / "No Host.toml").write_bytes(shipped.read_bytes())
    with pytest.raises(SettingsError, match="is named after a host"):
        knowledge.load_sites(tmp_path)


def test_what_other_code_has_read_is_not_taken(tmp_path):
    reader = tmp_path / "reader.py"
    reader.write_text("a = 1")
    rule = rules.Rule("ferry-line", "ferry", "line", "ferry")
    place = tmp_path / "rules.json"
    place.write_text(Ready(place, rules.Rule, [reader]).written([("ferry.toml", b"x", [rule])]), "utf-8")
    assert Ready(place, rules.Rule, [reader]).find("ferry.toml", b"x") == [rule]
    assert Ready(place, rules.Rule, [reader]).find("ferry.toml", b"y") is None
    reader.write_text("a = 2")
    assert Ready(place, rules.Rule, [reader]).find("ferry.toml", b"x") is None


def test_where_nothing_is_ready_nothing_is_found(tmp_path):
    assert Ready(tmp_path / "rules.json", rules.Rule, [tmp_path / "gone.py"]).find("ferry.toml", b"x") is None
