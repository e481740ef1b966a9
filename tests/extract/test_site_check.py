"""The checks of site files against saved pages, and what the shipped ones do for pages they were not written on."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from thresher.cleaner import Cleaner
from thresher.errors import SettingsError
from thresher.extract.sites.check import check
from thresher.extract.sites.knowledge import load_sites, parsed
from thresher.extract.sites.listing import COLUMNS, rows, stub
from thresher.kit import Kit, config_folder
from thresher.nouns import Article, Capture, CaptureKind, Origin
from thresher.settings import Settings

ROOT = Path(__file__).parents[2]
ERAS = ROOT / "fixtures" / "eras"
INDEX = [json.loads(line) for line in (ERAS / "index.jsonl").read_text("utf-8").splitlines()]

FERRY = "The ferry to Harrow Island will run every hour from May, the harbour board decided on Monday."
CHOIR = "The choir of the fishermen will sing in the ice house on Friday, as it does before every regatta."
PAGE = (
    f"<html><body><h1>More ferries</h1><div class=k><p>{FERRY}</p></div><div class=m><p>{CHOIR}</p></div></body></html>"
)
FILE = """[[era]]
from = 2020-01-01
keep = [".k"]
drop = [".m"]
[[era.example]]
html = "pages/ferry.html"
url = "https://a.example/ferry"
captured_at = 2021-01-01
with = ["every   hour\\nfrom May"]
without = ["The choir of the fishermen"]
"""


@pytest.fixture
def told(tmp_path):
    """What is wrong with a file of a.example, each problem without the name of the file."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "ferry.html").write_text(PAGE)

    def problems(text):
        (tmp_path / "a.example.toml").write_text(text)
        quick = {"strip": {"rules": False}, "extract": {"sites_folder": str(tmp_path)}}
        kit = Kit.load(Settings().changed(quick))
        found = check(kit, tmp_path)
        place = f"{tmp_path / 'a.example.toml'}: era 2020-01-01…: "
        assert all(one.startswith(place) for one in found)
        return [one.removeprefix(place) for one in found]

    return problems


def test_a_file_whose_pages_come_out_as_it_says_has_no_problems(told):
    assert told(FILE) == []
    assert told(FILE.replace('html = "pages/ferry.html"', f"markup = '''{PAGE}'''")) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"every   hour', '"each hour', "example 1: `with`: the text lacks 'each hour\\nfrom May'"),
        ('["The choir', '["Harrow", "The choir', "example 1: `without`: the text holds 'Harrow'"),
        ('[".m"]', '[".m", ".old"]', "drop: '.old' hits nothing in any example; has the site changed?"),
        ('[".k"]', '[".k", ".m"]', "keep: '.m' hits nothing in any example; has the site changed?"),
        ("pages/ferry", "pages/none", "example 1: cannot read pages/none.html: No such file or directory"),
        ("pages/ferry.html", "pages", "example 1: cannot read pages: Is a directory"),
        ("2021-01-01", "2019-01-01", "is not of this file and era"),
        ("https://a.example", "https://b.example", "is not of this file and era"),
        ('["every   hour\\nfrom May"]', "[]", "example 1: `with` is empty"),
        ('["The choir of the fishermen"]', "[]", "example 1: `without` is empty"),
        ("[[era.example]]", "comments = ['h1']\n[[era.example]]", None),
        ('[".m"]', '[".m", ".k"]', "example 1: rejected: "),
    ],
)
def test_each_way_to_fail_is_told(told, old, new, problem):
    text = FILE.replace(old, new)
    assert text != FILE
    found = told(text)
    assert found == [] if problem is None else any(problem in one for one in found), found


def test_an_era_without_examples_is_not_proved(told):
    assert told(FILE.partition("[[era.example]]")[0]) == ["needs at least one [[era.example]]"]


def test_a_link_cannot_lead_out_of_the_folder(told, tmp_path):
    (tmp_path / "pages" / "out.html").symlink_to("/etc/hostname")
    (found,) = told(FILE.replace("ferry.html", "out.html"))
    assert "outside the folder" in found


def test_a_page_too_large_for_its_selectors_is_told(told, tmp_path):
    (tmp_path / "pages" / "ferry.html").write_text(PAGE + "<p>x</p>" * 30_000)
    found = told(FILE.replace('[".m"]', '[".z ~ .m"]'))
    assert any("too large for the selectors" in one for one in found)


def test_the_shipped_sites_have_no_problems():
    kit = Kit.load()
    assert len(kit.sites.sites) >= 3
    assert check(kit, config_folder() / "sites") == []


def cleaned(row, cleaner, **changes):
    row = row | changes
    moment = datetime.fromisoformat(row["captured_at"]) if row["captured_at"] else None
    body = (ERAS / row["file"]).read_bytes()
    outcome = cleaner.clean_one(Capture(Origin(row["file"]), row["url"], moment, CaptureKind.HTML, body))
    assert isinstance(outcome, Article)
    return outcome


def missed(row, text):
    lost = [phrase for phrase in row["with"] if phrase not in text]
    return lost + [phrase for phrase in row["without"] if phrase in text]


@pytest.fixture(scope="module")
def cleaner():
    return Cleaner(strict=True)


@pytest.mark.parametrize("row", INDEX, ids=lambda row: row["file"])
def test_other_pages_of_the_sites_come_out_clean(row, cleaner):
    outcome = cleaned(row, cleaner)
    assert missed(row, outcome.text) == []
    assert (outcome.engine == "site") == ("gazette" not in row["file"])


def test_without_site_knowledge_the_same_pages_keep_chaff_or_lose_text():
    without = Cleaner(Settings().changed({"extract": {"sites": False}}), strict=True)
    assert any(missed(row, cleaned(row, without).text) for row in INDEX)


def test_the_selectors_of_the_other_era_would_do_harm(cleaner):
    old, new = INDEX[:2]
    assert "counted every ship" not in cleaned(new, cleaner).text
    wrong = cleaned(new, cleaner, captured_at=old["captured_at"])
    assert wrong.engine != "site"
    assert missed(old, cleaned(old, cleaner, captured_at=None).text)


def test_a_list_has_a_row_for_every_era_and_a_digest_that_only_its_own_changes_move(tmp_path):
    (tmp_path / "a.example.toml").write_text(FILE)
    (row,) = rows(load_sites(tmp_path).sites)
    named = dict(zip(COLUMNS, row, strict=True))
    assert list(named.values())[:-1] == ["a.example", "2020-01-01", "", "1", "1", "0", "1"]
    (tmp_path / "a.example.toml").write_text(FILE.replace(".m", ".n"))
    assert rows(load_sites(tmp_path).sites)[0][-1] != row[-1]


@pytest.mark.parametrize("name", ["a.example", "https://www.A.example/2021/x?y='\"", "http://b\u00fccher.example/"])
def test_a_stub_is_toml_that_lacks_only_what_its_author_knows(name):
    import tomllib

    text = stub(name)
    file = text.splitlines()[0].removeprefix("# config/sites/")
    _, wrong = parsed(tomllib.loads(text), file)
    assert wrong == ["era 1: says nothing: keep, drop, comments are empty"]


@pytest.mark.parametrize("name", ["", "co.uk", "a b", "https://", "../x"])
def test_no_stub_is_made_for_what_is_no_host(name):
    with pytest.raises(SettingsError):
        stub(name)
