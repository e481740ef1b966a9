"""The main job on our own captures, through the command line."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import jsonschema
import pytest
import zstandard

from thresher import Article, Cleaner, Settings, read_captures
from thresher.archive.sources import expand
from thresher.emit.fields import schema
from thresher.emit.rows import REJECTION, REMOVAL, article_row

ROOT = Path(__file__).parents[2]


def files(out: Path) -> dict[str, bytes]:
    """All output of a run, by name; how the run went is no output."""
    return {
        str(p.relative_to(out)): p.read_bytes()
        for p in sorted(out.rglob("*"))
        if p.is_file() and ".work" not in p.parts and p.name != "metrics.json"
    }


@pytest.fixture(scope="module")
def expected() -> list[dict]:
    return [
        json.loads(line) for line in (ROOT / "fixtures" / "expected" / "index.jsonl").read_text("utf-8").splitlines()
    ]


def test_every_line_is_valid_under_the_published_schema(cleaned, rows):
    published = json.loads((ROOT / "config" / "article.schema.json").read_bytes())
    validator = jsonschema.Draft202012Validator(published, format_checker=jsonschema.FormatChecker())
    articles = rows(cleaned / "articles")
    assert articles
    for row in articles:
        validator.validate(row)


@pytest.mark.parametrize(("name", "properties"), [("rejections", REJECTION), ("removals", REMOVAL)])
def test_every_ledger_line_is_valid_under_its_schema(cleaned, rows, name, properties):
    validator = jsonschema.Draft202012Validator(
        {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    )
    ledger = rows(cleaned / name)
    assert ledger
    for row in ledger:
        validator.validate(row)


def test_the_books_of_the_manifest_are_those_of_the_files(cleaned, rows):
    books = json.loads((cleaned / "manifest.json").read_bytes())["books"]
    articles, rejections = rows(cleaned / "articles"), rows(cleaned / "rejections")
    assert books["articles"] == len(articles)
    assert books["rejections"] == Counter(row["reason"] for row in rejections)
    assert books["captures"] == len(articles) + len(rejections)


def test_a_dropped_duplicate_is_listed_by_the_article_that_it_names(cleaned, rows):
    articles = {row["id"]: row for row in rows(cleaned / "articles")}
    dropped = [row for row in rows(cleaned / "rejections") if row["reason"] == "duplicate"]
    assert dropped
    for row in dropped:
        listed = articles[row["duplicate_of"]]["duplicates"]
        assert (row["url"], row["archive"]) in [(other["url"], other["archive"]) for other in listed]


def test_removals_count_what_the_articles_say_was_removed(cleaned, rows):
    removals = Counter((row["id"], row["reason"]) for row in rows(cleaned / "removals"))
    told = {(row["id"], reason): n for row in rows(cleaned / "articles") for reason, n in row["removed"].items()}
    assert removals == told


def test_no_date_lies_after_its_capture(cleaned, rows):
    for row in rows(cleaned / "articles"):
        for name in ("published", "modified"):
            if row[name] and row["captured_at"]:
                assert row[name][:10] <= row["captured_at"][:10], row["url"]


def test_one_worker_and_three_write_the_same_bytes(cleaned, captures, run_thresher, tmp_path):
    options = ("--compress", "none", "--quiet", "--workers")
    for workers in (1, 3):
        out = tmp_path / str(workers)
        assert run_thresher("clean", captures, "--out", out, *options, workers, cwd=ROOT).returncode == 0
        assert files(out) == files(cleaned)


def test_the_library_finds_the_articles_of_the_command_line(cleaned, captures, rows):
    settings = Settings().changed({"strip": {"templates": False}})
    cleaner = Cleaner(settings)
    records = (one for path in expand([str(captures)]) for one in read_captures(path))
    row_of = article_row("")
    alone = {row["id"]: row for row in map(row_of, (o for o in cleaner.clean(records) if isinstance(o, Article)))}
    together = {row["id"]: row for row in rows(cleaned / "articles") if "template" not in row["removed"]}
    assert len(together) > 20
    for name, row in together.items():
        assert alone[name]["text"] == row["text"]
        assert alone[name]["evidence"] == row["evidence"]


def test_a_second_run_changes_nothing_and_says_so(captures, run_thresher, tmp_path):
    first = run_thresher("clean", captures / "text", "--out", tmp_path / "out", cwd=ROOT)
    before = files(tmp_path / "out")
    again = run_thresher("clean", captures / "text", "--out", tmp_path / "out", cwd=ROOT)
    assert (first.returncode, again.returncode) == (0, 0)
    assert "already done" in again.stderr
    assert files(tmp_path / "out") == before


def test_other_settings_write_over_the_output(captures, run_thresher, tmp_path):
    out = tmp_path / "out"
    run_thresher("clean", captures / "text", "--out", out, cwd=ROOT)
    assert run_thresher("clean", captures / "text", "--out", out, "--compress", "zstd", cwd=ROOT).returncode == 0
    assert {name.suffix for name in (out / "articles").iterdir()} == {".zst"}
    assert not [name for name in (out / ".work").iterdir() if name.name != "lock"]


def test_standard_input_is_cleaned_as_the_file_would_be(captures, run_thresher, tmp_path, rows):
    data = (captures / "news.warc.gz").read_bytes()
    done = run_thresher("clean", "-", "--out", tmp_path / "a", "--compress", "none", stdin=data, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    run_thresher("clean", captures / "news.warc.gz", "--out", tmp_path / "b", "--compress", "none", cwd=ROOT)
    one, other = (rows(tmp_path / name / "articles") for name in "ab")
    assert [row["text"] for row in one] == [row["text"] for row in other]
    assert {row["source"]["archive"] for row in one} == {"-"}


def test_every_form_and_compression_holds_the_same_articles(captures, run_thresher, tmp_path):
    import pyarrow.parquet as pq

    ids = []
    for number, (form, compress) in enumerate([("jsonl", "gzip"), ("jsonl", "zstd"), ("parquet", "zstd")]):
        out = tmp_path / str(number)
        options = ("--format", form, "--compress", compress, "--quiet")
        assert run_thresher("clean", captures / "text", "--out", out, *options, cwd=ROOT).returncode == 0
        (file,) = (out / "articles").iterdir()
        if form == "parquet":
            ids.append(pq.read_table(file)["id"].to_pylist())
            continue
        data = file.read_bytes()
        lines = gzip.decompress(data) if compress == "gzip" else zstandard.ZstdDecompressor().stream_reader(data).read()
        ids.append([json.loads(line)["id"] for line in lines.splitlines()])
    assert ids[0] == ids[1] == ids[2]
    assert ids[0]


def test_further_forms_are_valid_under_the_schema_and_change_nothing_else(captures, run_thresher, tmp_path, rows):
    plain, forms, linked = tmp_path / "plain", tmp_path / "forms", tmp_path / "linked.html"
    story = (
        "<p>The board of the harbour met <a href='https://board.example/'>in its new house</a> on Monday evening.</p>"
    )
    linked.write_text(f"<h1>The board meets</h1>{story * 3}")
    inputs = (captures / "saved", linked, "--compress", "none", "--quiet")
    run_thresher("clean", *inputs, "--out", plain, cwd=ROOT)
    more = ("--forms", "markdown,html", "--links")
    assert run_thresher("clean", *inputs, "--out", forms, *more, cwd=ROOT).returncode == 0
    validator = jsonschema.Draft202012Validator(schema(), format_checker=jsonschema.FormatChecker())
    own = {"markdown", "html", "made_by"}
    found = list(zip(rows(plain / "articles"), rows(forms / "articles"), strict=True))
    assert found
    for one, other in found:
        validator.validate(other)
        assert {k: v for k, v in one.items() if k not in own} == {k: v for k, v in other.items() if k not in own}
        assert (one["markdown"], one["html"]) == (None, None)
        assert other["markdown"].strip()
        assert other["html"].startswith("<")
    (row,) = (row for _, row in found if row["title"] == "The board meets")
    assert "met [in its new house](https://board.example/) on" in row["markdown"]
    assert 'met <a href="https://board.example/">in its new house</a> on' in row["html"]


def squeezed(text: str) -> str:
    return " ".join(text.split())


def found(articles: list[dict], goal: dict) -> dict | None:
    """The article that was made of the capture that a goal is for."""
    same = (row for row in articles if row["source"]["archive"].endswith(f"/{goal['archive']}"))
    return next((row for row in same if goal["url"] in {None, row["url"]}), None)


def test_one_capture_of_each_story_that_we_wrote_comes_out(cleaned, rows, expected):
    articles = rows(cleaned / "articles")

    def story(goal: dict) -> str:
        return goal["duplicate_of"] or goal["url"] or goal["id"]

    made: dict[str, set[str]] = {story(goal): set() for goal in expected}
    for goal in expected:
        row = found(articles, goal)  # copies of one address in one file name the same article
        made[story(goal)] |= {row["id"]} if row else set()
    assert {name for name, ids in made.items() if len(ids) != 1} == set()


def test_no_story_that_we_wrote_loses_a_phrase_that_must_stay(cleaned, rows, expected):
    pairs = [(found(rows(cleaned / "articles"), goal), goal) for goal in expected]
    lost = [(g["id"], s) for row, g in pairs if row for s in g["with"] if squeezed(s) not in squeezed(row["text"])]
    assert not lost


def test_the_chaff_around_the_stories_that_we_wrote_is_gone(cleaned, rows, expected):
    pairs = [(found(rows(cleaned / "articles"), goal), goal) for goal in expected]
    left = [(g["id"], s) for row, g in pairs if row for s in g["without"] if squeezed(s) in squeezed(row["text"])]
    assert not left


FRONT_PAGES_THAT_PASS = {"https://www.auetal-bote.example/"}
"""A front page laid out with tables, that declares no type and has no headings: nothing tells it surely.
The list can only shrink: the test fails when one of them is rejected."""


def test_the_captures_that_hold_no_article_are_rejected_for_the_right_reason(cleaned, rows):
    told = [(row["archive"], row["url"], row["reason"]) for row in rows(cleaned / "rejections")]
    passed = set()
    for line in (ROOT / "fixtures" / "expected" / "rejections.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        reasons = {
            reason
            for archive, url, reason in told
            if archive.endswith(f"/{one['archive']}") and one["url"] in {None, url}
        }
        if one["reason"] not in reasons:
            passed.add(one["url"] or one["archive"])
    assert passed == FRONT_PAGES_THAT_PASS


def test_the_schema_in_config_is_the_declared_one():
    assert json.loads((ROOT / "config" / "article.schema.json").read_bytes()) == schema()
