"""The captures of a run are listed, searched and opened, whatever form its ledgers have."""

from __future__ import annotations

import gzip
import json
import shutil

import pytest

from thresher.emit.fields import schema
from thresher.emit.files import writing
from thresher.emit.reading import read_ledgers
from thresher.emit.rows import REJECTION, REMOVAL
from thresher.errors import SettingsError
from thresher.inspector.index import opened
from thresher.inspector.query import Query
from thresher.inspector.window import Window
from thresher.settings import Output
from thresher.tasks.corpus import clear

URL = "https://gazette.example/2025/"


@pytest.fixture(scope="module")
def index(made):
    return opened(made)


def found(index, **query):
    return [row["url"] for row in index.listed(Query(**query))[1]]


def test_all_captures_are_listed_articles_first(index, made):
    total, rows = index.listed(Query())
    articles = [row["url"] for row in read_ledgers(made / "articles")]
    rejections = [row["url"] for row in read_ledgers(made / "rejections")]
    assert total == len(articles) + len(rejections) == 5
    assert [row["url"] for row in rows] == articles + rejections
    assert [row["n"] for row in rows] == list(range(5))


def test_filters_find_what_they_say(index):
    assert found(index, reason="duplicate") == [f"{URL}copy"]
    assert set(found(index, kind="rejection")) == {f"{URL}copy", f"{URL}empty"}
    assert f"{URL}text" in found(index, topic="sharing")
    assert found(index, rule="rule:no-such-rule") == []
    assert len(found(index, site="gazette.example")) == 5
    assert all(row["sure"] < 0.95 for row in index.listed(Query(below=0.95))[1])


def test_words_are_found_in_text_title_and_address_whatever_their_case(index):
    assert found(index, words="STEAMER piano") == [f"{URL}text"]
    assert found(index, words="2025/hostile") == [f"{URL}hostile"]
    assert found(index, words="steamer airship") == []
    assert found(index, words="' OR 1=1 --") == []


def test_the_least_sure_comes_first_and_what_was_not_cut_last(index):
    sure = [row["sure"] for row in index.listed(Query(order="unsure"))[1]]
    known = [one for one in sure if one is not None]
    assert known == sorted(known)
    assert sure[len(known) :] == [None] * (len(sure) - len(known))


def test_a_page_of_the_list_goes_on_where_the_one_before_ended(index):
    whole = found(index)
    assert found(index, limit=2) + found(index, limit=2, offset=2) + found(index, limit=2, offset=4) == whole


def test_an_entry_has_its_row_and_its_removals(index, made):
    articles = list(read_ledgers(made / "articles"))
    removals = list(read_ledgers(made / "removals"))
    for number, row in enumerate(articles):
        entry = index.entry(number)
        assert entry.row == row
        assert list(entry.removals) == [one for one in removals if one["id"] == row["id"]]
    assert index.entry(99) is None


def test_a_capture_is_found_by_address_by_id_and_by_place(index, archive):
    row = index.entry(1).row
    assert index.number(row["url"]) == index.number(row["id"]) == 1
    assert index.number(f"{archive}#{row['source']['offset']}") == 1
    assert index.number("https://nowhere.example/") is None
    assert index.number("x#99999999999999999999999") is None


@pytest.mark.parametrize("output", [Output(format="parquet"), Output(compress="zstd"), Output(compress="none")])
def test_ledgers_of_all_forms_make_the_same_index(index, made, tmp_path, output):
    shapes = {"articles": schema()["properties"], "rejections": REJECTION, "removals": REMOVAL}
    for name, shape in shapes.items():
        with writing(tmp_path / name, "part-00000", shape, output) as write:
            for row in read_ledgers(made / name):
                write(row)
    shutil.copy(made / "manifest.json", tmp_path)
    other = opened(tmp_path)
    assert other.listed(Query()) == index.listed(Query())
    for name in ("text", "title", "source", "authors"):
        assert other.entry(1).row[name] == index.entry(1).row[name]
    assert set(other.entry(1).row["evidence"]) == set(index.entry(1).row["evidence"])
    assert other.entry(1).removals == index.entry(1).removals


def test_the_first_captures_are_there_before_the_index_is(window):
    first = [(one.number, one.row, one.removals) for one in window._first]
    ready = window.ready()
    for number, row, removals in first:
        entry = ready.entry(number)
        assert (entry.row, list(entry.removals)) == (row, list(removals))


def test_a_new_run_gets_a_new_index_and_the_old_one_goes(made, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(made, out, ignore=shutil.ignore_patterns(".work"))
    opened(out)
    (before,) = (out / ".work").iterdir()
    manifest = json.loads((out / "manifest.json").read_text())
    (out / "manifest.json").write_text(json.dumps(manifest | {"run": "another"}))
    opened(out)
    assert not before.exists()
    clear(out / ".work")
    assert opened(out).listed(Query())[0] == 5


def test_text_with_nul_and_odd_letters_goes_through_the_index(made, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(made, out, ignore=shutil.ignore_patterns(".work"))
    (file,) = (out / "articles").iterdir()
    rows = list(read_ledgers(out / "articles"))
    rows[0] |= {"text": "a\x00b \u202e “q” \U0001d518 '\"\\", "title": None, "host": None}
    with gzip.open(file, "wt") as stream:
        stream.write("".join(json.dumps(row) + "\n" for row in rows))
    assert opened(out).entry(0).row == rows[0]


def test_a_folder_of_no_run_and_a_broken_ledger_are_told(tmp_path, made):
    with pytest.raises(SettingsError, match="no finished run"):
        opened(tmp_path)
    out = tmp_path / "out"
    shutil.copytree(made, out, ignore=shutil.ignore_patterns(".work"))
    (out / "articles" / "part-00000.jsonl.gz").write_bytes(gzip.compress(b'{"id": \n'))
    with pytest.raises(SettingsError, match="cannot read the ledgers"):
        opened(out)
    assert not list((out / ".work").glob("inspect-*"))


def test_a_folder_that_is_only_to_be_read_is_opened_all_the_same(made, tmp_path, monkeypatch):
    from pathlib import Path

    out = tmp_path / "out"
    shutil.copytree(made, out, ignore=shutil.ignore_patterns(".work"))
    (out / ".work").write_text("no folder can be made here")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert opened(Path(out)).listed(Query())[0] == 5


def test_marks_never_go_into_the_output(made):
    for inside in (made, made / "marks", made / ".." / made.name / "x"):
        with pytest.raises(SettingsError, match="not written into the output"):
            Window(made, None, inside)
