"""`thresher explain URL --out OUT`: why it was dropped, for which article, and both side by side."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from thresher import Cleaner, read_captures
from thresher.cli import commands
from thresher.emit.rows import article_row, rejection_row
from thresher.nouns import Article
from thresher.report.beside import beside

PARTS = [
    "The lighthouse of Orran will shine again from 1 May, eleven years after a storm of force 12 put out its lamp.",
    "The council of the island found 450,000 crowns for the new lens, which was ground by hand in a shop in Tersk.",
    "Keeper Ida Morn, who lives in the house below the tower, will climb its 212 steps twice a day to look after it.",
    "Captains of the ferry had asked for the light ever since two boats ran aground on the skerry called the Hound.",
]
FIRST, SECOND = "https://gazette.example/light", "https://courier.example/orran"


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    later = [PARTS[0], PARTS[1].replace("450,000", "480,000"), *PARTS[2:]]
    rows = [
        {"url": FIRST, "text": "\n\n".join(PARTS), "captured_at": "2025-04-01T00:00:00Z"},
        {"url": SECOND, "text": "\n\n".join(later), "captured_at": "2025-04-02T00:00:00Z"},
    ]
    archive = folder / "captures.jsonl"
    archive.write_text("".join(json.dumps(row) + "\n" for row in rows))
    ledgers: dict[str, list] = {"articles": [], "rejections": []}
    for one in Cleaner().clean(read_captures(str(archive))):
        is_article = isinstance(one, Article)
        row = article_row("test")(one) if is_article else rejection_row(one)
        ledgers["articles" if is_article else "rejections"].append(row)
    for name, made in ledgers.items():
        (folder / name).mkdir()
        (folder / name / "part-00000.jsonl").write_text("".join(json.dumps(row) + "\n" for row in made))
    return folder


def explained(*arguments) -> str:
    found = CliRunner().invoke(commands, ["explain", *map(str, arguments)], catch_exceptions=False)
    assert found.exit_code == 0
    return found.output


def test_a_dropped_copy_is_shown_beside_the_article_that_was_kept(out):
    row = json.loads(explained(SECOND, "--out", out, "--json"))
    assert row["rejection"]["reason"] == "duplicate"
    assert row["kept"]["url"] == FIRST
    changed = [pair for pair in row["beside"] if pair["one"] != pair["other"]]
    assert [("480,000" in pair["one"], "450,000" in pair["other"]) for pair in changed] == [(True, True)]
    told = explained(SECOND, "--out", out)
    assert "updated" in told
    assert FIRST in told


def test_a_kept_article_is_shown_with_its_copies(out):
    told = explained(FIRST, "--out", out)
    assert "kept as an article" in told
    assert SECOND in told


def test_a_url_that_no_run_saw_and_a_folder_of_no_run_are_usage_errors(out, tmp_path):
    for url, folder in (("https://nowhere.example/", out), (FIRST, tmp_path)):
        assert CliRunner().invoke(commands, ["explain", url, "--out", str(folder)]).exit_code


def test_what_is_shared_is_marked_in_both_texts():
    one, other = "\n\n".join(PARTS), "\n\n".join([*PARTS[:2], "Nothing of the kind was ever said here by anybody."])
    rows = beside(one, other)
    assert [bool(row.one_shared) for row in rows] == [True, True, False, False]
    for row in rows[:2]:
        (start, end), *_ = row.one_shared
        assert row.one[start:end].rstrip(".") == row.one.rstrip(".")
    assert rows[2].one == PARTS[2]
    assert rows[2].other.startswith("Nothing")


def test_no_control_code_of_a_page_reaches_the_terminal(capsys):
    from thresher.report.beside import show_beside
    from thresher.report.console import Output

    show_beside(Output(), beside("red \x1b[31m text", "other"), ("a\x1b[0m", "b"))
    assert "\x1b[31m" not in capsys.readouterr().out
