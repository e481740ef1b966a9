"""`thresher dedup` and its library call, on anyone's articles."""

from __future__ import annotations

import gzip
import json

import pytest
from click.testing import CliRunner

from thresher.cli import Exit, commands
from thresher.dedup.records import deduplicated
from thresher.errors import SettingsError


@pytest.fixture
def rows(press):
    return [one.row() for one in press[:60]]


def run(*arguments) -> tuple[int, str, BaseException | None]:
    found = CliRunner().invoke(commands, ["dedup", *map(str, arguments)])
    return found.exit_code, found.output, found.exception


def test_the_command_writes_what_the_library_says(rows, tmp_path):
    with gzip.open(tmp_path / "a.jsonl.gz", "wt") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows)
    code, _, _ = run(tmp_path / "a.jsonl.gz", "--out", tmp_path / "out")
    written = [json.loads(line) for line in (tmp_path / "out" / "decisions.jsonl").read_text().splitlines()]
    assert code == Exit.OK
    assert written == deduplicated(rows)
    assert [row["url"] for row in written] == [row["url"] for row in rows]


def test_each_cluster_keeps_one_article_under_whose_address_it_goes(rows):
    clusters: dict[str, list] = {}
    for row in deduplicated(rows):
        clusters.setdefault(row["cluster"], []).append(row)
    assert any(len(members) > 1 for members in clusters.values())
    for name, members in clusters.items():
        assert [row["url"] for row in members if row["keep"]] == [name]


def test_one_address_twice_makes_two_clusters_where_the_stories_differ(rows):
    one, other = dict(rows[0]), dict(rows[-1], url=rows[0]["url"])
    first, second = deduplicated([one, other])
    assert first["keep"] is second["keep"] is True
    assert first["cluster"] != second["cluster"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"url": "https://a.example/"}', "`text` is missing"),
        ('{"text": "words", "url": 7}', "`url` is no text"),
        ("[1, 2]", "no JSON object"),
        ('{"url": "https://a.exam', "cannot read JSON lines"),
        ("[" * 100_000, "cannot read JSON lines"),
    ],
)
def test_a_wrong_line_is_named_with_its_file(line, told, tmp_path):
    good = '{"url": "https://b.example/", "text": "some words"}'
    (tmp_path / "a.jsonl").write_text(f"{good}\n\n{line}\n")
    _, _, error = run(tmp_path / "a.jsonl", "--out", tmp_path / "out")
    assert isinstance(error, SettingsError)
    assert told in str(error)
    assert f"{tmp_path / 'a.jsonl'}:3" in str(error)
    assert not (tmp_path / "out" / "decisions.jsonl").exists()


def test_no_articles_are_nothing_to_do(tmp_path):
    (tmp_path / "a.jsonl").write_text("\n")
    assert run(tmp_path / "a.jsonl", "--out", tmp_path / "out")[0] == Exit.NOTHING


def test_odd_values_beside_the_text_do_no_harm():
    row = {"url": "https://a.example/", "text": "some words \ud800", "title": None, "published": "yesterday", "date": 4}
    assert deduplicated([row])[0]["keep"]
