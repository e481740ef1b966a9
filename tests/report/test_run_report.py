"""The report of a run tells what its output holds."""

from __future__ import annotations

import json
import random
import shutil
import sys
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from selectolax.lexbor import LexborHTMLParser

from thresher.emit.fields import schema
from thresher.emit.files import writing
from thresher.emit.rows import REJECTION, REMOVAL
from thresher.errors import SettingsError
from thresher.nouns import Reason
from thresher.report import explain
from thresher.report.explain import divided
from thresher.report.page.chaff import chaff
from thresher.report.page.coverage import coverage
from thresher.report.page.filters import duration, percent, size
from thresher.report.page.findings import findings
from thresher.report.page.kin import families
from thresher.report.page.ledgers import ledgers
from thresher.report.page.outcomes import outcomes
from thresher.report.page.pace import pace
from thresher.report.page.sites import sites
from thresher.report.page.spread import spread
from thresher.report.page.write import report_page, write_report
from thresher.settings import Output, Settings
from thresher.tasks import corpus
from thresher.tasks.place import Local
from thresher.words import word_count

sys.path.insert(0, str(Path(__file__).parent))
from made_run import made_metrics, write_rows, write_run


@pytest.fixture(scope="module")
def books(cleaned) -> dict:
    return json.loads((cleaned / "manifest.json").read_bytes())["books"]


@pytest.fixture(scope="module")
def tables(cleaned):
    with ledgers(cleaned) as opened:
        yield opened


def article(number: int, **more: object) -> dict:
    url = f"https://{more.pop('host', 'a.example')}/{number}"
    return {"id": f"id{number}", "url": url, "word_count": 100, "text_digest": f"d{number}", **more}


def page_of(out: Path) -> LexborHTMLParser:
    return LexborHTMLParser(write_report(out).read_text("utf-8"))


def test_the_way_of_the_captures_ends_with_the_articles_of_the_books(tables, books):
    found = outcomes(books, tables, "out")
    assert found.steps[-1].left == books["articles"]
    assert sum(step.dropped for step in found.steps) == sum(books["rejections"].values())
    assert {why.name: why.count for why in found.whys} == books["rejections"]


def test_every_reason_has_examples_with_the_command_that_shows_them(tables, books, cleaned, rows):
    places = {f"{row['archive']}#{row['offset']}" for row in rows(cleaned / "rejections") if not row["member"]}
    for why in outcomes(books, tables, "out").whys:
        assert why.examples.items
        assert why.examples.more == why.count - len(why.examples)
        for one in why.examples:
            assert one.place in places or "!" in one.place
            assert one.command.startswith("thresher explain ")


def test_explain_finds_the_record_of_every_example(tables, books):
    for why in outcomes(books, tables, "out").whys:
        for one in why.examples:
            archive, member, place = divided(one.place)
            found = list(explain._records(archive, member, place, Settings()))
            assert any(record.origin.offset == int(place) for record in found), one.place


def test_chaff_adds_up_to_the_removals(tables, cleaned, rows):
    removed = rows(cleaned / "removals")
    by_topic = Counter()
    for row in removed:
        by_topic[row["reason"]] += word_count(row["text"])
    found = chaff(tables)
    assert (found.spans, found.words) == (len(removed), by_topic.total())
    assert {topic.amount.name: topic.amount.words for topic in found.topics} == dict(by_topic)
    assert all(sum(topic.families) == topic.amount.words for topic in found.topics)
    assert sum(one.words for one in found.families) == found.words
    assert found.kept == sum(row["word_count"] for row in rows(cleaned / "articles"))


def test_sites_have_all_captures_among_them(tables, books):
    found = sites(tables)
    assert found.more == 0
    assert sum(one.captures for one in found) == books["captures"]
    assert sum(one.articles for one in found) == books["articles"]


def test_languages_lengths_and_dates_count_every_article_once(tables, books):
    found = spread(tables)
    assert sum(one.count for one in found.languages) == books["articles"]
    assert sum(one.count for one in found.lengths) == books["articles"]
    time = found.timeline
    assert sum(one.count for one in time.columns) + time.undated + time.before + time.after == books["articles"]


def test_metadata_is_counted_by_field_and_by_source(tables, cleaned, rows):
    articles = rows(cleaned / "articles")
    titled = [row["evidence"]["title"]["source"].split("+") for row in articles if "title" in row["evidence"]]
    title = next(one for one in coverage(tables).fields if one.name == "title")
    assert title.count == len(titled)
    headings = sum("h1" in sources for sources in titled)
    assert next(one.count for one in title.sources if one.name == "h1") == headings


def test_copies_are_those_of_the_articles(tables, cleaned, rows):
    copies = [other for row in rows(cleaned / "articles") for other in row["duplicates"]]
    found = families(tables, "out")
    assert sum(one.count for one in found.kinds if one.kind == "copy") == len(copies)
    assert {one.sort for one in found.kinds if one.kind == "copy"} == {other["kind"] for other in copies}


def test_who_copied_whom_is_told_by_site(tmp_path):
    copy = {"url": "https://taker.example/x", "kind": "reprint", "similarity": 0.9, "evidence": ""}
    excerpt = {"id": "id1", "url": "https://a.example/1", "kind": "excerpt_of", "evidence": "", "score": 0.8}
    articles = [article(1, duplicates=[copy]), article(2, host="other.example", relations=[excerpt])]
    with ledgers(write_rows(tmp_path / "out", articles, [], [])) as tables:
        flows = [(one.taker, one.giver, one.kinds) for one in families(tables, "out").flows]
    assert flows == [("other.example", "a.example", "excerpt_of"), ("taker.example", "a.example", "reprint")]


def test_dates_of_few_weeks_are_told_by_day_and_of_many_years_by_year(tmp_path):
    for name, dates, step in (
        ("days", ["2025-03-01", "2025-03-20T10:00:00Z"], "day"),
        ("months", ["2024-01-05", "2025-03"], "month"),
        ("years", ["1999", "2025-03-20", None], "year"),
    ):
        out = write_rows(tmp_path / name, [article(n, published=date) for n, date in enumerate(dates)], [], [])
        with ledgers(out) as tables:
            time = spread(tables).timeline
        assert (time.step, sum(one.count for one in time.columns)) == (step, 2)
        assert time.undated == len(dates) - 2


@pytest.mark.parametrize("compress", ["gzip", "zstd", "none", "parquet"])
def test_the_report_is_the_same_in_whatever_form_the_output_is(compress, cleaned, rows, tmp_path):
    out = tmp_path / "out"
    form = {"format": "parquet"} if compress == "parquet" else {"compress": compress}
    shapes = {"articles": schema()["properties"], "rejections": REJECTION, "removals": REMOVAL}
    for name, properties in shapes.items():
        with writing(out / name, "part-00000", properties, Output(**form)) as write:
            for row in rows(cleaned / name):
                write(row)
    manifest = json.loads((cleaned / "manifest.json").read_bytes())
    (out / "manifest.json").write_text(json.dumps(manifest))
    shutil.copyfile(cleaned / "metrics.json", out / "metrics.json")
    there, here = report_page(cleaned, manifest), report_page(out, manifest)
    assert here == there.replace(str(cleaned), str(out))


def test_every_run_writes_its_report_and_it_can_be_made_again(cleaned, run_thresher, tmp_path):
    books = json.loads((cleaned / "manifest.json").read_bytes())["books"]
    written = (cleaned / "report.html").read_text("utf-8")
    told = f"{books['articles']:,} articles of {books['captures']:,} captures"
    assert LexborHTMLParser(written).css_first("h1").text() == told
    done = run_thresher("report", cleaned, "--out", tmp_path / "again.html")
    assert done.returncode == 0, done.stderr
    again = (tmp_path / "again.html").read_text("utf-8")
    sections = [page.partition('id="outcomes"')[2].partition('id="pace"')[0] for page in (written, again)]
    assert sections[0] == sections[1]  # what the run took is known in full when its manifest is there
    assert len(sections[0]) > 50_000


def test_a_report_that_cannot_be_made_costs_no_run(tmp_path, monkeypatch, caplog):
    def fails(*_: object, **__: object) -> None:
        raise duckdb.OutOfMemoryException("no room")

    monkeypatch.setattr("thresher.report.page.write.report_page", fails)
    (tmp_path / "report.html").write_text("of an earlier run")
    corpus._report(Local(tmp_path), tmp_path, {})
    assert f"`thresher report {tmp_path}` tries again" in caplog.text
    assert not (tmp_path / "report.html").exists()


def test_a_failed_record_is_told_first_with_the_command_that_tries_it_again(tmp_path):
    rejection = {
        "reason": "timeout",
        "stage": "extract",
        "url": "https://a.example/x",
        "archive": "a.warc",
        "offset": 7,
    }
    tree = page_of(write_rows(tmp_path / "out", [article(1)], [], [rejection]))
    assert "1 record failed" in tree.css_first(".look li.grave").text()
    assert f"thresher retry {tmp_path / 'out'}" in tree.css_first("#quarantine").text()
    assert "thresher explain 'a.warc#7'" in tree.css_first("#quarantine").text()


def test_what_was_measured_is_shown_and_what_was_not_is_said(tmp_path):
    out = write_rows(tmp_path / "out", [article(1)], [], [])
    assert "Nothing was measured" in page_of(out).css_first("#pace").text()
    (out / "metrics.json").write_text(json.dumps(made_metrics(random.Random(1))))
    section = page_of(out).css_first("#pace")
    assert len(section.css("svg.plot.wide")) == 2
    assert "15 min with 4 workers" in section.text()
    assert "thresher explain 'harbour.warc.gz#0'" in section.text()


@pytest.mark.parametrize("text", ["", "{", '{"schema_version": 2}', '{"schema_version": 1, "samples": [{"t": "x"}]}'])
def test_measurements_in_another_form_are_none(text, tmp_path):
    (tmp_path / "metrics.json").write_text(text)
    assert pace(tmp_path) is None


def test_nothing_is_worth_a_look_in_a_run_without_trouble(tmp_path):
    with ledgers(write_rows(tmp_path / "out", [article(1)], [], [])) as tables:
        what = outcomes({"captures": 1, "articles": 1, "rejections": {}}, tables, "out")
        assert findings(what, chaff(tables), sites(tables), spread(tables), coverage(tables)) == ()


def test_lists_stay_short_and_tell_what_they_leave_out(tmp_path):
    out = write_run(tmp_path / "out", 400)
    small = len(write_report(out).read_bytes())
    tree = page_of(out)
    assert len(tree.css("#sites tbody tr")) == 60
    assert "more sites" in tree.css_first("#sites .more").text()
    assert small < 400_000


def test_a_run_without_captures_has_a_report(tmp_path):
    tree = page_of(write_rows(tmp_path / "out", [], [], []))
    assert tree.css_first("h1").text() == "0 articles of 0 captures"
    assert "No input held a capture" in tree.css_first("header").text()


@pytest.mark.parametrize(
    ("broken", "told"),
    [("nothing", "has no manifest.json"), ("articles", "not there any more"), ("line", "part-00000.jsonl:1")],
)
def test_a_folder_that_no_run_wrote_is_refused_in_words(broken, told, tmp_path):
    out = write_rows(tmp_path / "out", [article(1)], [], [])
    if broken == "nothing":
        (out / "manifest.json").unlink()
    elif broken == "articles":
        shutil.rmtree(out / "articles")
    else:
        (out / "articles" / "part-00000.jsonl").write_text('{"id": 3}\n')
    with pytest.raises(SettingsError, match=told):
        write_report(out)


def test_every_reason_can_be_told(tmp_path):
    rejections = [{"reason": str(reason), "stage": "read", "archive": "a", "offset": 0} for reason in Reason]
    tree = page_of(write_rows(tmp_path / "out", [], [], rejections))
    assert len(tree.css("details.why")) == len(Reason)


def test_numbers_are_written_as_a_person_would():
    assert (percent(0.00001), percent(0.5), percent(0)) == ("<0.1 %", "50.0 %", "0.0 %")
    assert (duration(0.02), duration(12.34), duration(900), duration(7500)) == (
        "20 ms",
        "12.3 s",
        "15 min",
        "2 h 5 min",
    )
    assert (size(12), size(1536), size(5 * 2**30)) == ("12 bytes", "1.5 KiB", "5.0 GiB")
