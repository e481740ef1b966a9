"""What the inspector shows of a capture: all that the ledgers hold, and the page where its record is still there."""

from __future__ import annotations

import json
import shutil

import pytest

from thresher.emit.reading import read_ledgers
from thresher.errors import SettingsError
from thresher.inspector.families import FAMILIES, family
from thresher.inspector.index import Entry
from thresher.inspector.view import view
from thresher.inspector.window import Window
from thresher.kit import Kit
from thresher.words import word_count


def test_the_cuts_are_those_of_the_run_each_with_its_reason(view_of, made):
    shown = view_of("text").data
    rows = [row for row in read_ledgers(made / "removals") if row["id"] == shown["id"]]
    assert [(one["judge"], one["text"]) for one in shown["cuts"]] == [(row["judge"], row["text"]) for row in rows]
    assert all(one["placed"] and one["why"] for one in shown["cuts"])
    assert shown["notes"] == []


def test_the_books_of_the_words_of_a_text_balance(view_of):
    shown = view_of("text").data
    cut = sum(word_count(one["text"]) for one in shown["cuts"])
    assert shown["words"]["page"] == shown["word_count"] + cut
    assert shown["words"]["unchosen"] == 0


def test_the_article_is_shown_by_its_blocks(view_of, made):
    shown = view_of("ferry").data
    row = next(row for row in read_ledgers(made / "articles") if row["id"] == shown["id"])
    assert [one["text"] for one in shown["text"]] == row["text"].split("\n\n")
    assert shown["text"][0]["kind"] == "title"


def test_metadata_come_with_evidence_and_with_what_lost(view_of):
    fields = {one["name"]: one for one in view_of("ferry").data["fields"]}
    assert fields["title"]["value"] == "Ferry sails again"
    assert fields["title"]["confidence"] > 0.5
    assert next(iter(fields)) == "title"
    assert any(one["losers"] for one in fields.values())


def test_a_copy_is_shown_beside_the_article_that_was_kept(view_of, window):
    shown = view_of("copy").data
    assert shown["reason"] == "duplicate"
    assert window.entry(shown["kept"]["n"]).row["url"] == shown["kept"]["url"]
    changed = [pair for pair in shown["beside"] if "240" in pair["one"]]
    assert "212" in changed[0]["other"]


def test_an_empty_page_says_why_it_became_nothing(view_of):
    shown = view_of("empty")
    assert shown.data["reason"] == "empty"
    assert shown.data["meaning"]
    assert shown.data["cuts"] == []


def test_where_the_archive_is_gone_what_the_ledgers_hold_is_shown(made, archive, tmp_path):
    moved = tmp_path / "moved"
    moved.mkdir()
    shutil.move(archive, moved / archive.name)
    try:
        gone = Window(made, None, tmp_path / "marks")
        shown = gone.view(0)
        assert "--archives" in shown.data["notes"][0]
        assert shown.frame == ""
        assert shown.data["cuts"]
        assert shown.data["text"]
        with pytest.raises(SettingsError, match="cannot be read"):
            gone.mark({"n": 0, "what": "keep", "cut": 0})
        assert Window(made, moved, tmp_path / "marks").view(0).frame
    finally:
        shutil.move(moved / archive.name, archive)


def test_nothing_is_fetched_to_show_a_capture(window):
    entry = window.ready().entry(0)
    source = entry.row["source"] | {"archive": "http://evil.example/a.warc.gz"}
    shown = view(Entry(0, entry.row | {"source": source}, entry.removals), window.kit, None)
    assert "nothing is fetched" in shown.data["notes"][0]


def test_a_record_whose_processing_failed_is_not_processed_again(window):
    entry = window.ready().entry(4)
    shown = view(Entry(9, entry.row | {"reason": "timeout"}), window.kit, None)
    assert "thresher retry" in shown.data["notes"][0]


def test_cuts_that_do_not_fit_the_page_are_told_apart(window):
    entry = window.ready().entry(0)
    odd = entry.removals[0] | {"block": 10**6}
    wrong = entry.removals[0] | {"text": "something else"}
    shown = view(Entry(0, entry.row, (wrong, odd, *entry.removals[1:])), window.kit, None)
    assert [one["placed"] for one in shown.data["cuts"][:2]] == [False, False]
    assert "2 of" in shown.data["notes"][0]
    assert shown.frame


def test_a_view_is_plain_data_and_held(window):
    first = window.view(0)
    assert json.loads(json.dumps(first.data)) == first.data
    assert window.view(0) is first
    assert window.view(10**6) is None


def test_every_topic_that_is_shipped_has_a_family():
    topics = {rule.topic for rule in Kit.load().rules} - {"editorial"}
    assert {topic for topic in topics if family(topic) == "other"} == set()
    assert len(FAMILIES) <= 9
