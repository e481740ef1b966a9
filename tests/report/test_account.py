"""What `explain` says of each block: what was decided, by whom, why, how sure; and the books of the words."""

import json

import pytest

from thresher.nouns import Block, BlockKind, Capture, CaptureKind, Origin, Page, Rejection, Removal
from thresher.report.account import WHYS, Note, accounts, word_books
from thresher.report.console import Output
from thresher.report.explain import explanations
from thresher.report.explain_view import show_blocks, show_words
from thresher.settings import Settings
from thresher.strip.rules import Rule

LEAD = "The harbour board decided on Monday evening that the ferry will run every hour from the first of May."
VOTE = "Seven members voted for the new timetable, and two, who live on the far side of the river, against it."
SHARE = Rule("share-lines", "sharing", "line", "share this", ("share",), "An invitation to share.")
APPEAL = Rule("appeals", "donation", "block", r"please (?:give|donate)", ("please",), "An appeal to give.")
LATER = Rule("further-appeals", "donation", "block", ".+", (), "What follows an appeal.", after=("appeals",))
RULES = (SHARE, APPEAL, LATER)


def page(*texts: str) -> Page:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text, line=2 * at) for at, text in enumerate(texts))
    return Page(Capture(Origin("a"), "https://a.example/", None, CaptureKind.TEXT), blocks)


def cut(one: Page, number: int, reason: str, judge: str, words: str | None = None) -> Removal:
    text = one.blocks[number].text
    start = text.index(words) if words else 0
    return Removal(number, start, start + len(words or text), reason, judge, 0.9, words or text)


def test_each_block_is_kept_removed_or_partly_removed_and_names_its_line():
    one = page(LEAD, "Share this", f"{VOTE} Share this")
    removals = [cut(one, 1, "sharing", "rule:share-lines"), cut(one, 2, "sharing", "rule:share-lines", " Share this")]
    told = [(block.number, block.line, block.kind, block.decision) for block in accounts(one, removals, RULES)]
    assert told == [
        (0, 1, "paragraph", "kept"),
        (1, 3, "paragraph", "removed"),
        (2, 5, "paragraph", "partly"),
    ]


def test_a_rule_says_why_and_which_words_it_hit():
    one = page(LEAD, "We live on gifts, so please give what you can.")
    (why,) = accounts(one, [cut(one, 1, "donation", "rule:appeals")], RULES)[1].removed
    assert (why.why, why.hits, why.confidence) == ("An appeal to give.", ("please give",), 0.9)


def test_a_rule_that_waited_for_its_neighbour_names_it():
    one = page(LEAD, "We live on gifts, so please give what you can.", "It costs less than a cup of tea.")
    removals = [cut(one, 1, "donation", "rule:appeals"), cut(one, 2, "donation", "rule:further-appeals")]
    first, further = (block.removed[0] for block in accounts(one, removals, RULES)[1:])
    assert (first.beside, further.beside) == (None, 1)


def test_a_copy_names_the_block_that_says_the_same_and_stays():
    one = page(LEAD, VOTE, LEAD, f"{LEAD} It had been asked to.")
    removals = [cut(one, 0, "duplicate-line", "copies:line"), cut(one, 2, "duplicate-line", "copies:quote")]
    assert [block.removed[0].copy_of for block in accounts(one, removals) if block.removed] == [3, 3]


def test_a_headline_cut_off_is_the_copy_of_the_whole_one():
    one = page("Ferries on the river …", "Ferries on the river from May", LEAD, "Ferries on the river from May | Slip")
    removals = [cut(one, at, "duplicate-line", "copies:headline") for at in (0, 3)]
    assert [block.removed[0].copy_of for block in accounts(one, removals) if block.removed] == [1, 1]


@pytest.mark.parametrize("judge", ["model:text", "template:a.example", "copies:run"])
def test_a_judge_that_is_no_rule_says_why(judge):
    one = page(LEAD)
    (why,) = accounts(one, [cut(one, 0, "chaff", judge)], RULES)[0].removed
    assert why.why == WHYS.get(judge, WHYS.get(judge.partition(":")[0]))
    assert why.why


def test_the_words_of_a_page_are_those_kept_and_those_removed():
    one = page("one two three", "four five six seven", "eight")
    removals = [
        cut(one, 0, "related", "rule:x"),
        cut(one, 1, "sharing", "rule:x", "five six "),
        cut(one, 2, "sharing", "rule:x"),
    ]
    books = word_books(accounts(one, removals))
    assert (books.page, books.kept, books.removed) == (8, 2, {"related": 3, "sharing": 3})
    assert books.page == books.kept + sum(books.removed.values())


def test_the_blocks_of_a_rejected_page_are_kept_by_nobody():
    assert {block.decision for block in accounts(page(LEAD, VOTE), (), is_rejected=True)} == {"rejected"}


def shown(monkeypatch, capsys, *arguments, columns: int = 80) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    show_blocks(Output(), accounts(*arguments))
    return capsys.readouterr().out


def test_the_view_wraps_the_text_within_its_column(monkeypatch, capsys):
    lines = shown(monkeypatch, capsys, page(LEAD, VOTE), (), columns=60).splitlines()
    assert max(map(len, lines)) <= 60
    assert " ".join(lines[1].split()).startswith("0 1 paragraph kept The harbour board")
    assert lines[2].startswith(" " * 30)


def test_the_view_shows_words_judge_and_copy(monkeypatch, capsys):
    one = page(LEAD, "We live on gifts, so please give what you can.", LEAD)
    removals = [cut(one, 1, "donation", "rule:appeals"), cut(one, 2, "duplicate-line", "copies:line")]
    text = " ".join(shown(monkeypatch, capsys, one, removals, RULES).split())
    assert "(rule:appeals, 0.90); for the words “please give”; An appeal to give." in text
    assert "← duplicate-line (copies:line, 0.90); copy of block 0;" in text


def test_a_note_stands_beside_each_block_that_has_one(monkeypatch, capsys):
    notes = (Note("model:text", 0.973), None)
    assert "article?" not in shown(monkeypatch, capsys, page(LEAD, VOTE), ())
    text = shown(monkeypatch, capsys, page(LEAD, VOTE), (), (), notes)
    assert "article?" in text
    assert "0.97" in text
    assert [block.row()["note"] for block in accounts(page(LEAD, VOTE), (), (), notes)] == [
        {"judge": "model:text", "probability": 0.973},
        None,
    ]


def test_the_books_of_an_empty_page_show_no_share(capsys):
    show_words(Output(), word_books(()))
    assert "%" not in capsys.readouterr().out


@pytest.fixture(scope="module")
def clinic(captures):
    (one,) = explanations(str(captures / "text" / "lantern-clinic.txt"), Settings())
    return one


def test_a_text_capture_is_explained_to_the_last_word(clinic):
    row = json.loads(json.dumps(clinic.row()))
    assert row["words"]["kept"] == row["article"]["word_count"]
    assert row["words"]["page"] == row["words"]["kept"] + sum(row["words"]["removed"].values())
    assert {block["decision"] for block in row["blocks"]} >= {"kept", "removed"}
    assert [block["number"] for block in row["blocks"]] == list(range(len(row["blocks"])))
    assert all(cut["why"] for block in row["blocks"] for cut in block["removed"])
    assert all(block["note"]["judge"] == "model:text" for block in row["blocks"])
    assert 0 < row["cut"] < 1


def test_what_was_mined_names_its_source(clinic, monkeypatch, capsys):
    mined = {one["field"]: one for one in clinic.row()["mined"]}
    assert mined["authors"]["value"] == ["Imogen Vance"]
    assert mined["authors"]["source"].startswith("rule:bylines")
    monkeypatch.setenv("COLUMNS", "120")
    clinic.show(as_json=False)
    text = capsys.readouterr().out
    assert text.index("Imogen Vance-]") < text.index("mined for the metadata") < text.index("removed as donation")


def test_a_rejected_text_capture_shows_its_blocks_without_books(tmp_path, capsys):
    (tmp_path / "short.txt").write_text("Page not found\n\nHome\n", "utf-8")
    (one,) = explanations(str(tmp_path / "short.txt"), Settings())
    assert isinstance(one.outcome, Rejection)
    one.show(as_json=False)
    shown = capsys.readouterr().out
    assert "Page not found" in shown
    assert "removed as" not in shown
    assert "words" not in one.row()
