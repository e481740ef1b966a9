"""Metadata measured: marks, tables, plot, fit, pace and the commands."""

import json
import random
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from thresher.lab.commands import lab
from thresher.lab.metadata import fitting, pace, plots, tables
from thresher.lab.metadata.answers import OURS, Answer, htmldate, product, trafilatura
from thresher.lab.metadata.comparison import Job, Mark, compared, gold_of, jobs, marked
from thresher.lab.sets import find_sets
from thresher.metadata.certainty import Weights, chance
from thresher.nouns import Capture, CaptureKind, Origin

GOLD = {"url": "https://quay.example/1", "title": "The Ferry Sails", "authors": ["Ida Quist"], "date": "2024-03-05"}
MARKUP = b"""<html><head><title>The ferry sails - Quay</title><meta name=author content="Ida Quist">
<meta property="article:published_time" content="2024-03-05T08:00:00+00:00"></head><body><article>
<h1>The ferry sails</h1><p>The ferry left the quay at nine and did not come back before the tide had turned.</p>
</article></body></html>"""
CAPTURE = Capture(Origin("test"), GOLD["url"], None, CaptureKind.HTML, MARKUP)


def marks_of(answer, who=OURS, **gold):
    return {mark.field: mark for mark in marked(Job("quays", CAPTURE, {**GOLD, **gold}), {who: lambda _: answer})}


def mark(field="title", *, right=True, counts=(0.9, 0.1), sure=0.5, who=OURS, url="https://quay.example/1", given=True):
    return Mark("quays", url, "html", who, field, given, float(right), "x", "y", sure, counts)


def cells(text):
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("|")]


def test_an_answer_is_held_against_the_gold_field_by_field():
    found = marks_of(Answer("The ferry sails!", ("Ida Quist", "Jan Roe"), "2024-03-06"))
    assert {name: one.score for name, one in found.items()} == {"title": 1, "authors": pytest.approx(2 / 3), "date": 0}
    assert [one.is_right for one in found.values()] == [True, False, False]


def test_silence_is_neither_right_nor_given():
    found = marks_of(Answer())
    assert not any(one.is_given or one.is_right or one.score for one in found.values())


def test_a_field_without_gold_is_not_marked_and_htmldate_answers_for_dates_alone():
    assert list(marks_of(Answer(), title=None, date="some day")) == ["authors"]
    assert list(marks_of(Answer(), who="htmldate")) == ["date"]


def test_a_reader_that_fails_says_nothing():
    def fail(_):
        raise RecursionError

    assert not any(one.is_given for one in marked(Job("quays", CAPTURE, GOLD), {"one": fail}))


def test_everyone_reads_a_plain_page():
    ours = product()(CAPTURE)
    assert (ours.title, ours.authors, ours.date) == ("The ferry sails", ("Ida Quist",), "2024-03-05T08:00:00+00:00")
    assert set(ours.sure) == set(ours.counts) == {"title", "authors", "date"}
    assert trafilatura(CAPTURE).date == htmldate(CAPTURE).date == "2024-03-05"
    assert trafilatura(CAPTURE).authors == ("Ida Quist",)


def test_a_page_that_is_rejected_says_nothing():
    assert product()(Capture(Origin("test"), GOLD["url"], None, CaptureKind.HTML, b" ")) == Answer()


def test_the_captures_are_those_with_gold_for_metadata(data):
    sets = find_sets(data)
    assert len(gold_of(sets["harbour"])) == 6
    assert len(list(jobs([sets["harbour"], sets["harbour-text"]], 2))) == 4


def test_worker_processes_find_the_same(data):
    pages = list(jobs([find_sets(data)["harbour"]], 2))
    assert compared(pages, 2) == compared(pages)


def test_coverage_precision_and_recall_are_told_apart():
    marks = [mark(), mark(right=False), mark(right=False, given=False), mark(right=False, given=False)]
    assert cells(tables.trades(marks, "title"))[2] == ["quays", OURS, "4", "0.500", "0.500", "0.250", "1"]


def test_a_figure_is_the_mean_over_all_pages_with_gold():
    marks = [mark(), mark(right=False, given=False), mark(who="other"), mark("date", right=False)]
    assert cells(tables.figures(marks))[0] == ["set", f"title: {OURS}", "title: other", f"date: {OURS}"]
    assert cells(tables.figures(marks))[2] == ["quays", "0.500", "1.000", "0.000"]


def drawn_marks(weights, count=3000):
    draw = random.Random(1)
    found = []
    for number in range(count):
        winner = draw.random()
        rival = winner * draw.random()
        right = draw.random() < chance(weights, winner, rival)
        found.append(mark(right=right, counts=(winner, rival), url=f"https://s{number % 40}.example/{number}"))
    return found


def test_the_fit_finds_the_weights_by_which_pages_were_drawn():
    weights = Weights(-1.0, 1.0, -1.0, 2.0)
    fitted = fitting.fitted(drawn_marks(weights))
    for winner, rival in ((0.9, 0.1), (0.5, 0.4), (0.2, 0.0), (0.95, 0.9)):
        assert chance(fitted, winner, rival) == pytest.approx(chance(weights, winner, rival), abs=0.06)


def test_a_weight_of_the_wrong_sign_is_left_out():
    fitted = fitting.fitted(drawn_marks(Weights(-1.0, 1.0, 1.0, -1.0)))
    assert (fitted.rival, fitted.lead) == (0.0, 0.0)
    assert fitted.winner > 0


def test_chances_out_of_fold_are_by_weights_of_other_sites():
    found = drawn_marks(Weights(-1.0, 1.0, -1.0, 2.0), 600)
    whole = [chance(fitting.fitted(found), *one.counts) for one in found]
    apart = fitting.out_of_fold(found)
    assert apart != whole
    assert apart == pytest.approx(whole, abs=0.15)


def test_nothing_is_fitted_to_few_values():
    assert fitting.fitted([mark()] * 10) is None
    assert fitting.out_of_fold([mark()] * 10) == [0.9] * 10


def test_the_table_is_printed_as_the_source_has_it():
    source = fitting.as_source({("title", CaptureKind.HTML): Weights(-0.5, 1.0, -0.25, 2.0)})
    assert '("title", CaptureKind.HTML): Weights(-0.5, winner=1.0, rival=-0.25, lead=2.0),' in source


def test_the_plot_is_the_same_for_the_same_marks_and_names_no_day():
    marks = [mark(sure=at / 20, right=at % 3 == 0) for at in range(20)] * 5
    picture = plots.reliability(marks)
    assert picture == plots.reliability(marks)
    assert picture != plots.reliability(marks[:50])
    assert ET.fromstring(picture).tag == "{http://www.w3.org/2000/svg}svg"
    assert b"dc:date" not in picture


def test_metadata_is_timed_apart_from_the_rest_of_the_product(data):
    archive = data / "harbour" / "captures.warc.gz"
    whole, cheap = (pace.timed(who, archive, 2) for who in (OURS, pace.WITHOUT_HTMLDATE))
    assert len(whole.milliseconds) == 2
    assert all(0 < one < 1000 for one in (*whole.milliseconds, *cheap.milliseconds))
    assert len(pace.timed("htmldate", archive, 2).milliseconds) == 2


def test_the_command_writes_a_page_its_plot_and_the_marks(data, tmp_path):
    (data / "harbour" / "captures.warc.gz").with_name("captures.warc.gz")
    (data / "speed.warc.gz").write_bytes((data / "harbour" / "captures.warc.gz").read_bytes())
    out, pages = tmp_path / "docs" / "metadata.md", tmp_path / "marks.jsonl"
    options = ["--limit", "2", "--passes", "1", "--out", str(out), "--pages", str(pages), "--date", "2026-11-27"]
    result = CliRunner().invoke(lab, ["metadata", str(data), *options], catch_exceptions=False)
    assert result.exit_code == 0
    text = out.read_text(encoding="utf-8")
    assert text.startswith("# Metadata, 2026-11-27\n")
    assert "| thresher, without asking htmldate |" in text
    assert "(metadata-reliability.svg)" in text
    assert (out.parent / "metadata-reliability.svg").is_file()
    assert {json.loads(line)["who"] for line in pages.read_text().splitlines()} == {"thresher", "trafilatura"}


def test_a_page_needs_its_day(data, tmp_path):
    assert CliRunner().invoke(lab, ["metadata", str(data), "--out", str(tmp_path / "x.md")]).exit_code == 2
