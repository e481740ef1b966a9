from pathlib import Path

import pytest

from thresher.errors import SettingsError
from thresher.lab.half_cleaned import Facts, HalfCleaned, chaff_lines, read, score
from thresher.lab.records import write_rows

FACTS = Facts("https://x.example/", "en", "news", "A goose")
ROW = {"name": "goose", "url": "https://x.example/goose", "language": "en", "kind": "news", "title": "A goose"}
FOLDER = Path(__file__).parents[2] / "fixtures" / "half-cleaned"


def made(capture, gold):
    return HalfCleaned("goose", capture, gold, FACTS)


@pytest.fixture
def folder(tmp_path):
    write_rows(tmp_path / "index.jsonl", [ROW | {"authors": ["Ada Fenn"], "place": "SALLOW"}])
    (tmp_path / "goose.txt").write_bytes(b"\xef\xbb\xbfMenu\r\n\r\n   A goose flew.\r\n")
    (tmp_path / "goose.gold.txt").write_bytes(b"A goose flew.\n")
    return tmp_path


def test_a_capture_is_read_with_its_byte_order_mark_its_line_ends_and_its_facts(folder):
    (one,) = read(folder)
    assert (one.name, one.gold) == ("goose", "A goose flew.\n")
    assert one.capture == "\ufeffMenu\r\n\r\n   A goose flew.\r\n"
    assert one.facts == Facts("https://x.example/goose", "en", "news", "A goose", ("Ada Fenn",), place="SALLOW")


def test_a_missing_text_is_named(folder):
    (folder / "goose.gold.txt").unlink()
    with pytest.raises(SettingsError, match=r"cannot read 'goose'.*goose\.gold\.txt"):
        read(folder)


@pytest.mark.parametrize("row", [{**ROW, "mood": "sad"}, {key: ROW[key] for key in ROW if key != "url"}])
def test_an_unknown_or_missing_fact_is_named(folder, row):
    write_rows(folder / "index.jsonl", [row])
    with pytest.raises(SettingsError, match=r"cannot read 'goose'.*(?:mood|url)"):
        read(folder)


def test_a_line_is_chaff_when_its_words_are_no_run_of_the_article():
    one = made("\ufeffMENU\r\n---\r\n  * a goose\r\nflew a\r\n\fgoose A\r\nshare", "A goose flew.\n\nA goose sat.")
    assert chaff_lines(one) == ("MENU", "goose A", "share")


def test_words_that_only_begin_alike_are_no_run():
    assert chaff_lines(made("a goo\nose flew", "A goose flew")) == ("a goo", "ose flew")


def test_a_line_of_the_article_that_came_as_mojibake_is_no_chaff():
    assert chaff_lines(
        made("The goose\u00e2\u20ac\u2122s caf\u00c3\u00a9\nSh\u00c3\u00a9re", "The goose\u2019s café")
    ) == ("Sh\u00c3\u00a9re",)


def test_chaff_is_removed_when_its_words_are_no_run_of_the_output():
    one = made("menu bar\nA goose flew\nshare it\nprint", "A goose flew")
    found = score("bar menu\nA goose flew\nShare. It!", one)
    assert (found.chaff, found.chaff_removed, found.chaff_share) == (3, 2, 2 / 3)


@pytest.mark.parametrize("share", ["Partagé ici", "Partag\u00c3\u00a9 ici"])
def test_chaff_that_came_as_mojibake_is_still_there_whether_it_is_mended_or_not(share):
    one = made("Partag\u00c3\u00a9 ici\nUne oie", "Une oie")
    assert score(f"{share}\nUne oie", one).chaff_removed == 0
    assert score("Une oie", one).chaff_removed == 1


def test_the_words_lost_are_counted_as_often_as_the_article_has_them():
    found = score("goose the the cat", made("", "The goose saw the other goose."))
    assert (found.words, found.words_lost, found.loss_share) == (6, 3, 1 / 2)


@pytest.mark.parametrize(
    ("output", "lost"),
    [
        ("one two three four five", 0),
        ("x two three four x", 0),  # three of five in a run: more than half
        ("two three x five one", 1),  # more than half, but not in a run
        ("", 1),
    ],
)
def test_a_paragraph_is_lost_when_less_than_half_of_it_is_left_as_a_run(output, lost):
    found = score(f"{output}\nsix", made("", "One two three four five.\n\n***\n\nSix"))
    assert (found.paragraphs, found.paragraphs_lost) == (2, lost)


def test_half_of_a_paragraph_is_enough():
    assert score("three four", made("", "One two three four")).paragraphs_lost == 0


def test_the_f1_is_that_of_words():
    assert score("a goose sat", made("", "A goose")).f1 == pytest.approx(4 / 5)


def test_of_no_chaff_all_is_removed_and_of_no_words_none_is_lost():
    found = score("anything", made("", ""))
    assert (found.chaff_share, found.loss_share) == (1, 0)


@pytest.fixture(scope="module")
def ours():
    return read(FOLDER)


def test_ours_are_many_in_many_languages_and_of_many_forms(ours):
    assert len({one.name for one in ours}) == len(ours) >= 24
    assert len({one.facts.language for one in ours}) >= 13
    assert sum("\r\n" in one.capture for one in ours) >= 3
    assert sum(one.capture.startswith("\ufeff") for one in ours) >= 3
    for mark in "\t\f\u00c3":
        assert any(mark in one.capture for one in ours), mark


def test_the_folder_holds_no_text_that_its_index_does_not_name(ours):
    named = {f"{one.name}{suffix}" for one in ours for suffix in (".txt", ".gold.txt")}
    assert {path.name for path in FOLDER.iterdir()} == {"index.jsonl", *named}


def test_the_gold_of_ours_has_their_headline_once_and_at_its_head(ours):
    for one in ours:
        assert one.gold.split("\n\n")[0] == one.facts.title
        assert one.gold.count(one.facts.title) == 1, one.name


def test_keeping_everything_of_ours_loses_only_what_is_mojibake_and_removes_no_chaff(ours):
    for one in ours:
        kept = score(one.capture, one)
        assert kept.chaff_removed == 0, one.name
        assert kept.chaff >= 11, one.name
        assert kept.f1 < 0.96, one.name
        assert kept.words_lost == 0 or "\u00c3" in one.capture, one.name


def test_the_gold_of_ours_is_a_perfect_output(ours):
    for one in ours:
        found = score(one.gold, one)
        assert (found.f1, found.chaff_share, found.loss_share, found.paragraphs_lost) == (1, 1, 0, 0), one.name
