"""What an article is after its decision: a rejection, or itself with copies, relations and merged metadata."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from thresher.cleaner import compared
from thresher.dedup.settle import Decision, decisions
from thresher.dedup.sheet import Sheet, sheet
from thresher.nouns import Article, AuthorKind, Capture, CaptureKind, Evidence, Origin, Reason, Rejection
from thresher.settings import Dedup

PARTS = [
    "The lighthouse of Orran will shine again from 1 May, eleven years after a storm of force 12 put out its lamp.",
    "The council of the island found 450,000 crowns for the new lens, which was ground by hand in a shop in Tersk.",
    "Keeper Ida Morn, who lives in the house below the tower, will climb its 212 steps twice a day to look after it.",
    "Captains of the ferry had asked for the light ever since two boats ran aground on the skerry called the Hound.",
    "Visitors may climb the tower on Sundays between 10 and 16, but no more than 15 at a time, for its stair is steep.",
]
TEXT = "\n\n".join(PARTS)


def article(row: int, text: str = TEXT, **facts) -> Article:
    url = facts.pop("url", f"https://paper{row}.example/light")
    capture = Capture(Origin("a.warc", row), url, None, CaptureKind.TEXT)
    facts = {"title": "Orran shines again", "published": f"2025-04-{row + 1:02}", **facts}
    return Article(f"id{row}", url, url, text, capture, **facts)


def test_a_copy_becomes_a_rejection_that_names_the_kept_article_and_why():
    reprint = (
        f"ORRAN (Isles Wire) \u2014 {TEXT}\n\nFirst printed by the Isles Wire on Friday, and used here with its leave."
    )
    kept, copy = compared([article(0), article(1, reprint)], Dedup())
    assert isinstance(copy, Rejection)
    assert (copy.reason, copy.duplicate_of) == (Reason.DUPLICATE, "id0")
    assert copy.detail.startswith("reprint, ")
    assert kept.url in copy.detail
    assert [(other.url, other.kind) for other in kept.duplicates] == [("https://paper1.example/light", "reprint")]


def test_annotated_copies_stay_and_say_what_they_are_taken_from():
    kept, copy = compared([article(0), article(1)], Dedup(mode="annotate"))
    assert [relation.kind for relation in copy.relations] == ["copy_of"]
    assert copy.relations[0].id == kept.id
    assert not copy.duplicates
    assert len(kept.duplicates) == 1


def test_the_kept_article_takes_from_its_copies_what_it_lacks():
    known = {
        "authors": ("Ida Morn",),
        "author_kinds": (AuthorKind.PERSON,),
        "evidence": {"authors": Evidence(["Ida Morn"], "meta", 0.8)},
    }
    kept, _ = compared([article(0), article(1, **known)], Dedup())
    assert (kept.authors, kept.author_kinds) == (("Ida Morn",), (AuthorKind.PERSON,))
    assert kept.evidence["authors"] == Evidence(["Ida Morn"], "copy:meta", 0.8)


def test_the_kept_article_keeps_what_it_knows():
    known = {"authors": ("Per Holm",), "evidence": {"authors": Evidence(["Per Holm"], "jsonld", 0.9)}}
    other = {"authors": ("Ida Morn",), "evidence": {"authors": Evidence(["Ida Morn"], "meta", 0.8)}}
    kept, _ = compared([article(0, **known), article(1, **other)], Dedup())
    assert kept.authors == ("Per Holm",)


@pytest.mark.parametrize("mark", ["", "caf\u00e9 &amp; bar \ufb01 "])
def test_passages_of_a_relation_are_places_in_the_text_as_it_is(mark):
    excerpt = f"{mark}\n\n{PARTS[0]}\n\n{PARTS[1]}\n\nThe rest stands in the paper itself."
    kept, short = compared([article(0), article(1, excerpt)], Dedup())
    assert kept.relations == ()
    (relation,) = short.relations
    assert (relation.kind, relation.id) == ("excerpt_of", "id0")
    shared = " ".join(short.text[one.start : one.end] for one in relation.passages)
    assert shared.startswith("The lighthouse of Orran")
    assert shared.endswith("a shop in Tersk")
    assert relation.passages[0].other == 0


def test_a_later_capture_of_one_address_is_an_update_whatever_is_left_of_the_text():
    url = "https://paper.example/light"
    later = "\n\n".join([*PARTS[:2], *(part[::-1] for part in PARTS[2:])])
    old, new = compared([article(0, url=url), article(1, later, url=url)], Dedup())
    assert [(one.kind, one.id) for one in new.relations] == [("update_of", old.id)]
    assert not old.relations


def test_a_rejection_stays_what_it_is_and_the_order_is_kept():
    empty = Rejection(Origin("a.warc", 9), Reason.EMPTY, "extract")
    outcomes = compared([empty, article(0)], Dedup())
    assert outcomes[0] is empty
    assert outcomes[1] == article(0)


def test_sheets_and_decisions_survive_being_stored():
    sheets = [sheet(article(0), (0, 0)), sheet(article(1), (0, 1))]
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(sheets), type=list[Sheet]) == sheets
    from thresher.dedup.decide import decide

    made = list(decisions(decide(sheets, Dedup())).values())
    assert msgspec.json.decode(msgspec.json.encode(made), type=list[Decision]) == made


def test_a_page_that_names_another_host_as_its_origin_is_not_the_original():
    foreign = replace(article(0), canonical_url="https://paper1.example/light")
    kept = compared([foreign, article(1)], Dedup())[1]
    assert isinstance(kept, Article)
    assert kept.duplicates[0].evidence == "same address"
