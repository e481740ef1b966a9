"""Site knowledge through the command line: it reaches every worker, and its mistakes are named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ERAS = ROOT / "fixtures" / "eras"
INDEX = [json.loads(line) for line in (ERAS / "index.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def eras(tmp_path_factory) -> Path:
    """The pages of the sites of which something is known, as captures."""
    file = tmp_path_factory.mktemp("eras") / "captures.jsonl"
    rows = [
        {"url": row["url"], "captured_at": row["captured_at"], "html": (ERAS / row["file"]).read_text("utf-8")}
        for row in INDEX
    ]
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return file


def test_two_workers_clean_known_sites_as_their_files_say(eras, run_thresher, rows, tmp_path):
    done = run_thresher(
        *("clean", eras, "--out", tmp_path / "out", "--workers", 2, "--compress", "none", "--quiet"), cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    articles = {row["url"]: row for row in rows(tmp_path / "out" / "articles")}
    assert len(articles) == len(INDEX)
    for row in INDEX:
        text = articles[row["url"]]["text"]
        assert [phrase for phrase in row["with"] if phrase not in text] == []
        assert [phrase for phrase in row["without"] if phrase in text] == []
    engines = [articles[row["url"]]["source"]["engine"] for row in INDEX]
    assert engines[:3] == ["site"] * 3
    assert engines[3] != "site"


def test_explain_shows_each_selector_with_its_words(eras, run_thresher):
    target = f"{eras}#{INDEX[1]['url']}"
    told = json.loads(run_thresher("explain", target, "--json").stdout)["site"]
    assert (told["site"], told["since"], told["kept"]) == ("harrowmercury.example", "2014-03-01", 2)
    words = {(cut["key"], cut["selector"]): cut["words"] for cut in told["cuts"]}
    assert words.keys() == {("drop", "aside.more-from"), ("drop", "#story.of-the-day"), ("comments", "#discussion")}
    assert min(words.values()) > 20
    shown = run_thresher("explain", target).stdout
    assert "site knowledge of harrowmercury.example, captures from 2014-03-01: 2 elements kept" in shown
    assert "comments #discussion" in shown


@pytest.mark.parametrize("command", [("clean", "INPUT", "--out", "OUT"), ("sites", "check"), ("sites", "list")])
def test_a_folder_of_sites_that_is_not_there_is_wrong_usage(command, eras, run_thresher, tmp_path):
    config = tmp_path / "thresher.toml"
    config.write_text('[extract]\nsites_folder = "nowhere"\n')
    places = {"INPUT": eras, "OUT": tmp_path / "out"}
    done = run_thresher(*(places.get(word, word) for word in command), "--config", config)
    assert done.returncode == 2
    assert "no such folder of sites" in done.stderr
    assert str(tmp_path / "nowhere") in done.stderr


def test_sites_check_passes_for_the_shipped_sites_and_names_a_broken_one(run_thresher, tmp_path):
    assert run_thresher("sites", "check").returncode == 0
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.example.toml").write_text('[[era]]\ndrop = ["p["]\n')
    config = tmp_path / "thresher.toml"
    config.write_text('[extract]\nsites_folder = "mine"\n')
    done = run_thresher("sites", "check", "--config", config)
    assert done.returncode == 2
    assert "a.example.toml: era 1: drop: 'p['" in done.stderr
    (folder / "a.example.toml").write_text('[[era]]\ndrop = ["p"]\n')
    done = run_thresher("sites", "check", "--config", config)
    assert done.returncode == 2
    assert "needs at least one [[era.example]]" in done.stderr
    assert "1 sites, 1 eras, 1 selectors, 1 problems" in done.stdout


def test_sites_list_names_every_era_and_sites_new_writes_a_stub(run_thresher):
    listed = [line.split("\t") for line in run_thresher("sites", "list").stdout.splitlines()]
    assert [row[1] for row in listed if row[0] == "harrowmercury.example"] == ["", "2014-03-01"]
    assert "[[era]]" in run_thresher("sites", "new", "news.example.org").stdout
    done = run_thresher("sites", "new", "co.uk")
    assert done.returncode == 2
    assert "suffix" in done.stderr
