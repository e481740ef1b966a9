import sys

import pytest

from thresher.errors import PartError
from thresher.lab import evaluate as evaluation
from thresher.lab.floors import Floors, pinned
from thresher.lab.peers import PEERS, peer_cleaner, peer_pages
from thresher.lab.records import read_gold, write_rows
from thresher.lab.sets import chosen_sets


def perfect(gold, *, lost=0):
    """An extractor that knows the gold, of which it loses some pages; it keeps a ledger beside the articles."""

    def clean(captures, out):
        urls = [page.url for page in peer_pages(captures)]
        (out / "articles").mkdir(parents=True)
        write_rows(out / "articles" / "part.jsonl.gz", (gold[url] for url in urls[lost:]))
        (out / "rejections").mkdir()
        write_rows(out / "rejections" / "part.jsonl.gz", ({"url": url, "reason": "failed"} for url in urls[:lost]))

    return clean


def all_gold(data):
    return {url: row for each in chosen_sets(data) for url, row in read_gold(each.gold).items()}


def measure(data, tmp_path, extractors, limit=None):
    return list(evaluation.evaluate(chosen_sets(data), extractors, tmp_path / "work", limit))


def test_every_extractor_is_measured_on_every_set(data, tmp_path):
    gold = all_gold(data)
    found = measure(data, tmp_path, {"thresher": perfect(gold), "lossy": perfect(gold, lost=2)})
    assert [(each.set, each.extractor, each.scope) for each in found] == [
        ("harbour", "thresher", "all"),
        ("harbour", "lossy", "all"),
        ("harbour-text", "thresher", "all"),
        ("harbour-text", "lossy", "all"),
    ]
    assert [each.summary.figures["word_f1"] for each in found] == pytest.approx([1, 4 / 6, 1, 2 / 4])
    assert [each.summary.missing for each in found] == [0, 2, 0, 2]


def test_rejections_beside_the_articles_are_not_read_as_articles(data, tmp_path):
    found = measure(data, tmp_path, {"thresher": perfect(all_gold(data), lost=1)})
    assert [each.summary.missing for each in found] == [1, 1]


def test_a_limit_measures_a_slice_of_each_set(data, tmp_path):
    (html, text) = measure(data, tmp_path, {"thresher": perfect(all_gold(data))}, limit=5)
    assert (html.scope, html.summary.pages) == ("5", 5)
    assert (text.scope, text.summary.pages) == ("5", 4)
    assert html.digest != chosen_sets(data)[0].digest()
    assert html.summary.figures["word_f1"] == 1


def test_a_slice_has_the_same_digest_in_every_run(data, tmp_path):
    extractors = {"thresher": perfect(all_gold(data))}
    first = measure(data, tmp_path / "1", extractors, limit=2)
    second = measure(data, tmp_path / "2", extractors, limit=2)
    assert [each.digest for each in first] == [each.digest for each in second]


def test_the_table_has_a_line_for_each_set_and_the_change_since_its_floor(data, tmp_path):
    found = measure(data, tmp_path, {"thresher": perfect(all_gold(data), lost=3)})
    floors = Floors({found[0].key: pinned(found[0].digest, 6, {"word_f1": 0.75})})
    lines = [[cell.strip() for cell in line.split("|")] for line in evaluation.table(found, floors).splitlines()]
    assert lines[0][1:4] == ["set", "pages", "word F1"]
    assert lines[2][1:4] == ["harbour", "6", "0.500"]
    assert lines[2][-2] == "-0.250"
    assert lines[3][1:4] == ["harbour-text", "4", "0.250"]
    assert lines[3][-2] == ""


def test_the_table_names_the_extractors_when_there_are_several(data, tmp_path):
    gold = all_gold(data)
    found = measure(data, tmp_path, {"thresher": perfect(gold), "lossy": perfect(gold, lost=1)})
    floors = Floors({each.key: each.floor() for each in found if each.extractor == "thresher"})
    lines = [[cell.strip() for cell in line.split("|")] for line in evaluation.table(found, floors).splitlines()]
    assert lines[0][2] == "extractor"
    assert [(line[2], line[-2]) for line in lines[2:4]] == [("thresher", "+0.000"), ("lossy", "")]


def test_the_comparison_tells_losses_from_gains(data, tmp_path):
    found = measure(data, tmp_path, {"thresher": perfect(all_gold(data), lost=3)})
    html, text = (pinned(each.digest, each.summary.pages, each.summary.figures) for each in found)
    floors = Floors({found[0].key: pinned(html.digest, 6, {**html.figures, "word_f1": 0.75, "shingle_f1": 0.1})})
    said, losses = evaluation.comparison(found, floors)
    assert [loss.figure for loss in losses] == ["word_f1"]
    assert "harbour: word_f1 0.7500 -> 0.5000  BELOW ITS FLOOR" in said
    assert "harbour: shingle_f1 0.1000 ->" in said
    assert "harbour-text all: no floor is pinned" in said
    assert evaluation.comparison(found, Floors({found[0].key: html, found[1].key: text}))[1] == []


def test_other_data_than_the_floors_is_said_and_not_compared(data, tmp_path):
    found = measure(data, tmp_path, {"thresher": perfect(all_gold(data), lost=3)})
    floors = Floors({found[0].key: pinned("other data", 6, {"word_f1": 1.0})})
    said, losses = evaluation.comparison(found, floors)
    assert losses == []
    assert "harbour all: not compared, the data is not that of the floor" in said
    assert "-0.5" not in evaluation.table(found, floors)


def test_peers_have_no_floors(data, tmp_path):
    found = measure(data, tmp_path, {"lossy": perfect(all_gold(data), lost=1)})
    assert evaluation.product_floors(found) == {}


def test_a_failed_run_of_the_product_shows_its_last_words(tmp_path, monkeypatch):
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\necho 'no such capture' >&2\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(PartError, match=r"exit code 3 \(.*x\.warc\)\nno such capture"):
        evaluation.cleaner()(tmp_path / "x.warc", tmp_path / "out")


def test_the_product_is_asked_to_keep_every_page_and_every_copy(tmp_path, monkeypatch):
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\n')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    evaluation.cleaner(workers=2)(tmp_path / "x.warc", tmp_path / "out")
    asked = (tmp_path / "asked").read_text()
    assert "-m thresher clean" in asked
    assert "--no-dedup --page-types all --quiet --workers 2" in asked


@pytest.mark.parametrize("name", PEERS)
def test_peers_find_the_text_of_plain_pages(data, name):
    captures = data / "harbour" / "captures.warc.gz"
    rows = [PEERS[name](page) for page in peer_pages(captures)]
    gold = read_gold(data / "harbour" / "gold.jsonl.gz")
    assert [row["url"] for row in rows] == list(gold)
    assert all(gold[row["url"]]["text"] in row["text"] for row in rows)


def test_the_trafilatura_peer_gives_metadata(data):
    row = PEERS["trafilatura"](next(peer_pages(data / "harbour" / "captures.warc.gz")))
    assert (row["title"], row["authors"]) == ("Harbour day 0", ["Ida Quist"])


def test_a_peer_cleans_text_captures_in_worker_processes(data, tmp_path):
    found = list(
        evaluation.evaluate(chosen_sets(data, ["harbour-text"]), {"peer": peer_cleaner("trafilatura", 1)}, tmp_path)
    )
    assert found[0].summary.figures["word_recall"] == 1
