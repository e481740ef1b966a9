"""What is joined, what is not, which copy is kept, and what is related; the laws of decisions."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thresher.dedup.decide import EXACT, REFORMATTED, REPRINT, UPDATED, decide
from thresher.dedup.groups import clusters
from thresher.dedup.records import article_sheet
from thresher.dedup.settle import decisions
from thresher.settings import Dedup

STORY = [
    "The harbour board of Skerrow voted on Monday to raise the fee for moored boats by 12 per cent from April.",
    "Its chair, Anna Kell, told the 40 owners in the hall that dredging had cost 310,000 crowns more than planned.",
    "\u201cNobody likes to pay more, but a harbour that silts up is worth nothing to any of us,\u201d Kell said.",
    "Fishermen had asked for a lower fee for boats of less than nine metres, which the board turned down by 5 to 4.",
    "The owner of the largest boat, Per Lund, said that he would move to Harrow, where a berth costs 2,100 a year.",
    "Work on the eastern mole will begin in June and should be done before the herring come back in the autumn.",
]
OTHER = [
    "Rain stood ankle-deep in the cellars of Upper Mill on Tuesday, and the fire brigade pumped until 3 at night.",
    "The brook had risen by 85 centimetres within two hours, faster than in 1987, said the mayor, Ole Brandt.",
    "Nobody was hurt, but 14 families spent the night in the school, where the kitchen made soup for all of them.",
    "A wall that was to keep the brook in its bed has been planned for six years and is still waiting for the money.",
    "Insurers count on damage of 2.3 million, most of it in the two streets behind the old tannery and the mill.",
]
TEXT, FLOOD = "\n\n".join(STORY), "\n\n".join(OTHER)
FORECAST = (
    "Here is the forecast for {} and the coast around it for {}, as the observers gave it at {}:15. Expect {} degrees"
    " at noon and {} at night, with wind from the {} at {} kilometres an hour and a chance of rain of {} per cent. The"
    " sun rises at 5:{} and sets at 20:{}. Forecasts are made from the nearest station and two models before they go."
)


def made(row: int, text: str = TEXT, **facts):
    facts = {"url": f"https://paper{row}.example/harbour", "title": "Harbour fee rises", **facts}
    return article_sheet({**facts, "text": text}, (0, row), f"test:{row}")


def kinds(*sheets, **changes) -> dict[int, str]:
    """The kind of each copy, by its row."""
    found = decide(sheets, Dedup(**changes))
    return {copy.sheet.place[1]: copy.kind for _, copies in found.clusters for copy in copies}


def ties(*sheets) -> set[tuple[int, int, str]]:
    return {(tie.source.place[1], tie.target.place[1], tie.kind) for tie in decide(sheets, Dedup()).ties}


def test_the_same_wording_is_an_exact_copy_whatever_its_typesetting():
    typeset = TEXT.replace("\u201c", "&#8220;").replace(" ", "\u00a0", 9).upper()
    assert kinds(made(0), made(1, typeset)) == {1: EXACT}


def test_a_hyphenated_copy_is_reformatted():
    assert kinds(made(0), made(1, TEXT.replace("dredging", "dred- ging"))) == {1: REFORMATTED}


def test_a_copy_with_dateline_and_tail_on_another_host_is_a_reprint():
    reprint = (
        f"SKERROW (Norpress) \u2014 {TEXT}\n\nThis report first stood in the Skerrow Gazette. All rights reserved."
    )
    assert kinds(made(0), made(1, reprint, title="Boat owners must pay")) == {1: REPRINT}


def test_a_copy_with_another_number_and_a_new_paragraph_is_updated():
    update = TEXT.replace("12 per cent", "9 per cent").replace("The owner", f"{OTHER[3]} The owner")
    assert kinds(made(0), made(1, update)) == {1: UPDATED}


def test_another_story_is_no_copy():
    assert not kinds(made(0), made(1, FLOOD))


@pytest.mark.parametrize("rows", [2, 5])
def test_bulletins_of_one_template_with_other_facts_are_no_copies(rows):
    facts = [
        ("Skerrow", "Monday", 6, 14, 3, "west", 22, 80, 12, 40),
        ("Harrow", "Friday", 4, 21, 9, "south", 11, 15, 31, 17),
        ("Upton", "Sunday", 5, 8, -2, "north", 45, 95, 44, 2),
        ("Selby", "Tuesday", 7, 17, 6, "east", 30, 55, 20, 26),
        ("Norwick", "Saturday", 3, 11, 1, "coast", 27, 70, 59, 8),
    ]
    bulletins = [made(n, FORECAST.format(*facts[n]), title=f"Forecast for {facts[n][0]}") for n in range(rows)]
    assert not kinds(*bulletins)


def test_two_briefs_under_one_long_notice_are_no_copies():
    notice = " ".join(OTHER[1:4])
    assert not kinds(
        made(0, f"{STORY[0]} {STORY[3]}\n\n{notice}", url="https://a.example/1", title="Fee rises"),
        made(1, f"{STORY[4]} {STORY[5]}\n\n{notice}", url="https://a.example/2", title="Mole is built"),
    )


def test_one_guide_filled_in_for_two_towns_is_no_copy():
    def guide(row, town):
        return made(
            row, TEXT.replace("Skerrow", town).replace("Kell", town).replace("Harrow", town), title=f"In {town}"
        )

    assert not kinds(guide(0, "Tersk"), guide(1, "Orran"))
    assert kinds(guide(0, "Tersk"), guide(1, "Tersk")) == {1: EXACT}


def test_a_story_that_has_grown_is_an_update_of_its_earlier_form():
    pages = (
        made(0, "\n\n".join(STORY[:2]), published="2025-03-01T08:00:00Z"),
        made(1, published="2025-03-01T12:00:00Z", url="https://paper0.example/harbour-vote"),
    )
    assert not kinds(*pages)
    assert ties(*pages) == {(1, 0, "update_of")}


def test_short_texts_of_one_wording_are_copies_only_under_one_title():
    short = "This page has moved to a new address."
    assert not kinds(made(0, short), made(1, short, title="another title"))
    assert kinds(made(0, short), made(1, short)) == {1: EXACT}


def test_two_stories_under_one_address_are_no_copies_and_two_versions_are():
    url = "https://paper.example/today"
    half = "\n\n".join([*STORY[:4], *OTHER[:2]])
    assert not kinds(made(0, url=url), made(1, FLOOD, url=url))
    assert list(kinds(made(0, url=url), made(1, half, url=url)).values()) == [UPDATED]
    assert not kinds(made(0), made(1, half))


def test_an_excerpt_is_a_relation_and_no_copy():
    excerpt = "\n\n".join([*STORY[:2], "Read on at the Gazette."])
    assert not kinds(made(0), made(1, excerpt))
    assert ties(made(0), made(1, excerpt)) == {(1, 0, "excerpt_of")}


def test_a_round_up_contains_its_stories_and_joins_them_to_nothing():
    pages = (
        made(0),
        made(1, FLOOD, title="Cellars flooded"),
        made(2, f"The week.\n\nHarbour fee rises\n\n{TEXT}\n\nCellars flooded\n\n{FLOOD}", title="Five things to know"),
    )
    assert not kinds(*pages)
    assert ties(*pages) == {(2, 0, "contains"), (2, 1, "contains")}


@pytest.mark.parametrize("headline", ["", "Harbour fee rises\n\n"])
def test_a_story_at_the_head_of_a_round_up_is_held_by_it_whatever_the_dates_say(headline):
    story = made(0, headline + TEXT, published="2025-03-09")
    week = made(1, f"Harbour fee rises\n\n{TEXT}\n\n{FLOOD}", title="Five things to know", published="2025-03-01")
    assert ties(story, week) == {(1, 0, "contains")}


def test_an_excerpt_titled_with_its_first_words_is_no_story_of_a_round_up():
    first = "The harbour board of Skerrow voted on Monday"
    for text in (f"{first}\n\n{STORY[0]}\n\n{STORY[1]}", f"{STORY[0]}\n\n{STORY[1]}"):
        excerpt = made(1, text, title=first, published="2025-03-09")
        assert ties(made(0, published="2025-03-01"), excerpt) == {(1, 0, "excerpt_of")}


def test_a_story_that_quotes_another_is_related_to_it():
    quoting = "\n\n".join([*OTHER[:2], f"As the Gazette wrote: \u201c{STORY[5][:-1]}.\u201d", *OTHER[2:]])
    assert ties(made(0), made(1, quoting, title="Cellars flooded")) == {(1, 0, "quotes")}


def test_two_stories_that_quote_one_speaker_share_the_quotation():
    rival = "\n\n".join([*OTHER[:2], STORY[2], *OTHER[2:]])
    found = decide([made(0), made(1, rival, title="Cellars flooded")], Dedup()).ties
    assert {(tie.source.place[1], tie.kind, tie.has_speaker) for tie in found} == {
        (0, "shared_quotes", True),
        (1, "shared_quotes", True),
    }


def test_seven_quoted_words_are_a_saying_and_no_quotation():
    quoting = "\n\n".join([*OTHER, "They said \u201ca harbour that silts up is worth\u201d little."])
    assert not ties(made(0), made(1, quoting, title="Cellars flooded"))


def test_the_first_published_copy_is_kept():
    early, late = {"published": "2025-03-01T08:00:00Z"}, {"published": "2025-03-01T11:00:00+01:00"}
    assert kinds(made(0, **late), made(1, **early)) == {0: EXACT}


@pytest.mark.parametrize(
    "worse",
    [
        "http://paper.example/harbour",
        "https://paper.example/harbour?utm_source=feed",
        "https://paper.example/harbour/amp/",
        "https://paper.example/print/harbour",
        "https://paper.example/harbour?print=1",
    ],
)
def test_the_plain_address_is_kept_among_its_variants(worse):
    assert set(kinds(made(0, url=worse), made(1, url="https://paper.example/harbour"))) == {0}


def test_the_order_of_reasons_decides_which_copy_is_kept():
    longer = {"text": f"{TEXT}\n\n{OTHER[3]}", "published": "2025-03-02"}
    first = made(0, published="2025-03-01")
    assert set(kinds(first, made(1, **longer))) == {1}
    assert set(kinds(first, made(1, **longer), prefer=("longest", "earliest"))) == {0}


def test_a_chain_of_versions_is_divided_where_its_ends_are_different_stories():
    links = [(0, 1), (1, 2), (2, 3), (3, 4)]
    found = clusters(5, links, lambda pairs: [False] * len(pairs))
    assert found == [[1, 0, 2], [3, 4]]


def test_a_cluster_needs_verified_pairs():
    assert clusters(3, [], lambda pairs: [True] * len(pairs)) == []


def test_the_stories_of_the_press_are_told_apart_and_joined(press, sheets):
    found = decide(sheets, Dedup())
    joined = {row: best.place[1] for best, copies in found.clusters for row in (c.sheet.place[1] for c in copies)}
    wrong = [row for row, best in joined.items() if press[row].cluster != press[best].cluster]
    families = Counter(one.cluster for one in press)
    missed = sum(families.values()) - len(families) - len(joined)
    assert len(wrong) <= 0.01 * len(joined)
    assert missed <= 0.01 * len(joined)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10**6))
def test_decisions_do_not_depend_on_the_order_of_the_articles(sheets, seed):
    shuffled = random.Random(seed).sample(sheets, len(sheets))
    assert decisions(decide(shuffled, Dedup())) == decisions(decide(sheets, Dedup()))


def test_decisions_do_not_depend_on_the_numbering_of_the_input(sheets):
    moved = [replace(one, place=(1, len(sheets) - one.place[1])) for one in reversed(sheets)]

    def told(found):
        clusters = {(best.id, frozenset(copy.sheet.id for copy in copies)) for best, copies in found.clusters}
        return clusters, {(tie.source.id, tie.target.id, tie.kind) for tie in found.ties}

    assert told(decide(moved, Dedup())) == told(decide(sheets, Dedup()))


def test_the_bound_of_the_memory_changes_no_decision(sheets):
    assert decide(sheets, Dedup(most_tokens=1_000)) == decide(sheets, Dedup())


def test_each_copy_is_listed_once_by_an_article_that_is_kept(sheets):
    made_decisions = decisions(decide(sheets, Dedup()))
    listed = Counter(other.url for one in made_decisions.values() for other in one.duplicates)
    dropped = Counter(sheets[place[1]].url for place, one in made_decisions.items() if one.kind)
    assert listed == dropped
    kept = {one.kept for one in made_decisions.values() if one.kind}
    assert not kept & {sheets[place[1]].id for place, one in made_decisions.items() if one.kind}


def test_nothing_is_decided_on_nothing():
    assert decide([], Dedup()).clusters == ()
    assert decide([made(0, "...")], Dedup()).clusters == ()
