"""Site files: what they may say, every mistake named with file and key, and which era a capture is of."""

from __future__ import annotations

import pickle
import tomllib
from datetime import UTC, date, datetime, timedelta, timezone

import msgspec
import pytest

from thresher.errors import SettingsError
from thresher.extract.sites.knowledge import Era, Site, Sites, load_sites, parsed
from thresher.kit import Kit
from thresher.settings import Settings

EXAMPLE = '[[era.example]]\nurl = "https://a.example/1"\nmarkup = "<p>x"\nwith = ["x"]\n'
GOOD = f"""about = "a paper"
[[era]]
until = 2014-03-01
keep = ["td#story"]
[[era]]
from = 2014-03-01
drop = [".ad"]
{EXAMPLE}"""


def problems(text, file="a.example.toml"):
    return parsed(tomllib.loads(text), file)[1]


def test_a_file_gives_its_host_and_its_eras_oldest_first():
    site, wrong = parsed(tomllib.loads(GOOD), "a.example.toml")
    assert wrong == []
    assert site.host == "a.example"
    assert [(era.since, era.until) for era in site.eras] == [(None, date(2014, 3, 1)), (date(2014, 3, 1), None)]
    assert site.eras[1].examples[0].with_ == ("x",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds [[era]] tables"),
        ("era = 3", "holds [[era]] tables"),
        ('[era]\ndrop = ["p"]', "holds [[era]] tables"),
        ('[[era]]\ndrop = ["p"]\n[rule]\nid = "x"', "unknown table or key 'rule'"),
        ('about = 3\n[[era]]\ndrop = ["p"]', "about must be a text"),
        ('[[era]]\ndorp = ["p"]', "era 1: unknown key 'dorp'"),
        ("[[era]]\nfrom = 2020-01-01", "era 1: says nothing"),
        ('[[era]]\ndrop = "p"', "era 1: drop must be a list of selectors"),
        ('[[era]]\nkeep = [""]', "era 1: keep must be a list of selectors"),
        ("[[era]]\nkeep = [3]", "era 1: keep must be a list of selectors"),
        ('[[era]]\nkeep = ["p["]', "era 1: keep: 'p[': no CSS selector: Malformed attribute selector at position 1"),
        ('[[era]]\ncomments = ["p:lang(de)"]', "era 1: comments: 'p:lang(de)': valid CSS, but lexbor"),
        ('[[era]]\ndrop = ["p", "p"]', "era 1: drop: 'p' stands there twice"),
        (f"[[era]]\ndrop = {[f'.a{n}' for n in range(101)]}", "era 1: drop holds more than 100"),
        ('[[era]]\nfrom = "2020-01-01"\ndrop = ["p"]', "era 1: from must be a date"),
        ('[[era]]\nuntil = 2020-01-01T00:00:00\ndrop = ["p"]', "era 1: until must be a date"),
        ('[[era]]\nfrom = 2020-01-01\nuntil = 2020-01-01\ndrop = ["p"]', "era 1: ends before it begins"),
        ('[[era]]\ndrop = ["p"]\n[[era]]\ndrop = ["b"]', "overlap"),
        ('[[era]]\nuntil = 2020-01-02\ndrop = ["p"]\n[[era]]\nfrom = 2020-01-01\ndrop = ["b"]', "overlap"),
        ('[[era]]\nfrom = 2020-01-01\ndrop = ["p"]\n[[era]]\nfrom = 2019-01-01\ndrop = ["b"]', "overlap"),
        ('[[era]]\ndrop = ["p"]\nexample = 3', "era 1: examples are [[era.example]] tables"),
        ('[[era]]\ndrop = ["p"]\n[[era.example]]\nhtml = "x.html"', "example 1: url must be an address"),
        ('[[era]]\ndrop = ["p"]\n[[era.example]]\nurl = "x"\nhtml = "x.html"', "example 1: url must be an address"),
        ('[[era]]\ndrop = ["p"]\n[[era.example]]\nurl = "http://a.example/"', "example 1: needs html"),
        (f'[[era]]\ndrop = ["p"]\n{EXAMPLE}html = "x.html"', "example 1: needs html"),
        (f'[[era]]\ndrop = ["p"]\n{EXAMPLE}wiht = ["x"]', "example 1: unknown key 'wiht'"),
        (f'[[era]]\ndrop = ["p"]\n{EXAMPLE}without = "x"', "example 1: without must be a list of texts"),
        (f'[[era]]\ndrop = ["p"]\n{EXAMPLE}captured_at = "2020"', "example 1: captured_at must be a date or a moment"),
    ],
)
def test_nonsense_is_named_with_its_era_and_key(text, told):
    assert any(told in problem for problem in problems(text)), problems(text)


@pytest.mark.parametrize("name", ["../x.html", "/etc/passwd", "a/../../x.html", "..\\\\x.html", "a\\u0000b"])
def test_a_saved_page_cannot_be_named_outside_the_folder(name):
    wrong = problems(f'[[era]]\ndrop = ["p"]\n[[era.example]]\nurl = "http://a.example/"\nhtml = "{name}"')
    assert len(wrong) == 1
    assert "must name a file below this folder" in wrong[0]


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("www.a.example.toml", "must be named a.example.toml"),
        ("A.example.toml", "must be named a.example.toml"),
        ("b\u00fccher.example.toml", "must be named xn--bcher-kva.example.toml"),
        ("co.uk.toml", "a suffix under which others register"),
        ("com.toml", "a suffix under which others register"),
        ("a b.toml", "named after a host"),
        ("a.example:80.toml", "named after a host"),
        (".toml", "named after a host"),
    ],
)
def test_a_file_is_named_after_a_host_in_the_one_form_that_is_looked_up(file, told):
    assert told in problems('[[era]]\ndrop = ["p"]', file)[0]


def test_all_problems_of_all_files_are_told_at_once_with_their_files(tmp_path):
    (tmp_path / "a.example.toml").write_text('[[era]]\ndrop = ["p["]\nkepe = []\n')
    (tmp_path / "b.example.toml").write_text("[[era]\n")
    (tmp_path / "c.example.toml").write_bytes(b"\xff")
    with pytest.raises(SettingsError) as caught:
        load_sites(tmp_path)
    lines = str(caught.value).splitlines()
    assert [line.split(": ")[0].rpartition("/")[2] for line in lines] == [
        *("a.example.toml", "a.example.toml", "b.example.toml", "c.example.toml")
    ]


def test_a_folder_that_is_not_there_is_an_error_unless_sites_are_off(tmp_path):
    settings = Settings().changed({"extract": {"sites_folder": str(tmp_path / "none")}})
    with pytest.raises(SettingsError, match="no such folder of sites"):
        Kit.load(settings)
    assert Kit.load(settings.changed({"extract": {"sites": False}})).sites == Sites()


OLD, NEW = Era(None, date(2014, 3, 1), ("td",)), Era(date(2014, 3, 1), date(2020, 1, 1), ("div",))
PAPER = Site("a.example", (OLD, NEW))
NEWS = Site("news.a.example", (Era(date(2018, 1, 1), None, ("main",)),))
SITES = Sites((PAPER, NEWS, Site("b.co.uk", (OLD,)), Site("localhost", (OLD,)), Site("127.0.0.1", (OLD,))))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "era"),
    [
        ("1996-01-01T00:00:00", OLD),
        ("2014-02-28T23:59:59", OLD),
        ("2014-03-01T00:00:00", NEW),
        ("2019-12-31T23:59:59", NEW),
    ],
)
def test_an_era_holds_from_its_first_day_to_the_day_before_its_end(moment, era):
    assert SITES.find("https://a.example/x", at(moment)) == (PAPER, era)


def test_after_the_last_era_and_in_gaps_nothing_is_known():
    assert SITES.find("https://a.example/x", at("2020-01-01T00:00:00")) is None


def test_a_capture_without_a_date_is_of_the_newest_era():
    assert SITES.find("https://a.example/x", None) == (PAPER, NEW)


def test_days_are_counted_in_utc():
    evening = datetime(2014, 2, 28, 20, tzinfo=timezone(timedelta(hours=-5)))
    assert SITES.find("https://a.example/x", evening) == (PAPER, NEW)


@pytest.mark.parametrize(
    ("address", "day", "host"),
    [
        ("http://WWW.A.example:8080/x", "2015-01-01", "a.example"),
        ("https://deep.er.a.example/x", "2015-01-01", "a.example"),
        ("https://news.a.example/x", "2018-06-01", "news.a.example"),
        ("https://m.news.a.example/x", "2018-06-01", "news.a.example"),
        ("https://news.a.example/x", "2015-01-01", "a.example"),
        ("https://shop.b.co.uk/", "2010-01-01", "b.co.uk"),
        ("http://localhost/x", "2010-01-01", "localhost"),
        ("http://127.0.0.1/x", "2010-01-01", "127.0.0.1"),
        ("https://nota.example/x", "2015-01-01", None),
        ("https://a.example.evil.test/x", "2015-01-01", None),
        ("https://other.co.uk/", "2010-01-01", None),
        ("about:blank", "2010-01-01", None),
        ("http://[::1", "2010-01-01", None),
    ],
)
def test_a_host_is_asked_before_those_above_it_up_to_the_registrable_domain(address, day, host):
    found = SITES.find(address, at(f"{day}T12:00:00"))
    assert (found and found[0].host) == host


def test_sites_survive_the_ways_to_a_worker():
    SITES.find("https://a.example/", None)
    assert pickle.loads(pickle.dumps(SITES)) == SITES
    assert msgspec.convert(msgspec.to_builtins(SITES), Sites) == SITES


def changed_kit(tmp_path, text):
    (tmp_path / "a.example.toml").write_text(text)
    quick = {"strip": {"rules": False}, "extract": {"sites_folder": str(tmp_path)}}
    return Kit.load(Settings().changed(quick))


def test_selectors_and_dates_change_the_digests_and_examples_do_not(tmp_path):
    kits = [
        changed_kit(tmp_path, text)
        for text in (
            GOOD,
            GOOD.replace("<p>x", "<p>x y").replace("a paper", "a weekly"),
            GOOD.replace(".ad", ".ads"),
            GOOD.replace("2014-03-01", "2014-03-02"),
            GOOD.replace("drop =", "comments ="),
        )
    ]
    assert kits[0].digest == kits[1].digest
    assert kits[0].pages_digest == kits[1].pages_digest
    assert len({kit.digest for kit in kits}) == 4
    assert len({kit.pages_digest for kit in kits}) == 4


def test_the_place_of_the_folder_changes_no_digest(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one, two = changed_kit(tmp_path / "one", GOOD), changed_kit(tmp_path / "two", GOOD)
    assert (one.digest, one.pages_digest) == (two.digest, two.pages_digest)
