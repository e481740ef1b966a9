"""Settings: typed, complete, and digested."""

from __future__ import annotations

import pytest

from thresher.errors import SettingsError
from thresher.kit import Kit
from thresher.settings import Settings


def test_an_unknown_key_is_an_error_that_names_file_and_key(tmp_path):
    file = tmp_path / "thresher.toml"
    file.write_text("[dedup]\nenabeld = true\n")
    with pytest.raises(SettingsError, match=r"dedup\.enabeld.*thresher\.toml"):
        Settings.load(file)


def test_broken_toml_and_a_missing_file_are_settings_errors(tmp_path):
    (tmp_path / "broken.toml").write_text("[dedup\n")
    for name in ("broken.toml", "missing.toml"):
        with pytest.raises(SettingsError, match=name):
            Settings.load(tmp_path / name)


def test_a_wrong_value_is_an_error():
    with pytest.raises(SettingsError, match="page_types"):
        Settings().changed({"extract": {"page_types": "some"}})


@pytest.mark.parametrize(
    "changes",
    [{"engine": {"workers": 3}}, {"output": {"compress": "none"}}, {"batch": {"out": "x"}}],
)
def test_what_cannot_change_an_article_is_not_in_the_digest(changes):
    assert Settings().changed(changes).digest == Settings().digest


@pytest.mark.parametrize(
    "changes",
    [
        {"strip": {"rules": False}},
        {"extract": {"page_types": "all"}},
        {"language": {"accept": ["de"]}},
        {"dedup": {"enabled": False}},
        {"record": {"forms": ["markdown"]}},
        {"extract": {"links": True}},
        {"extract": {"comments": "field"}},
    ],
)
def test_what_can_change_an_article_is_in_the_digest(changes):
    assert Settings().changed(changes).digest != Settings().digest


def test_further_forms_need_no_page_read_again_but_links_do():
    def pages(changes):
        return Kit.load(Settings().changed(changes)).pages_digest

    assert pages({"record": {"forms": ["html"]}}) == pages({})
    assert pages({"extract": {"links": True}}) != pages({})


def test_the_sites_folder_is_taken_from_the_settings_file_beside_other_settings(tmp_path):
    file = tmp_path / "thresher.toml"
    file.write_text('[extract]\nsites_folder = "mine"\nmin_words = 9\n')
    extract = Settings.load(file).extract
    assert (extract.sites_folder, extract.min_words) == (str(tmp_path / "mine"), 9)


def test_the_rules_folder_is_taken_from_the_settings_file(tmp_path):
    file = tmp_path / "thresher.toml"
    file.write_text('[strip]\nrules_folder = "mine"\n')
    assert Settings.load(file).strip.rules_folder == str(tmp_path / "mine")
