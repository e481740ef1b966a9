"""What a text capture says twice goes once; what is said twice on purpose stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thresher.nouns import Block, BlockKind, Capture, CaptureKind, Origin, Page
from thresher.strip.apply import apply
from thresher.strip.copies import copies
from thresher.strip.spans import whole
from thresher.words import normalised

LEAD = "The harbour board decided on Monday evening that the ferry will run every hour from the first of May."
VOTE = "Seven members voted for the new timetable, and two, who live on the far side of the river, against it."
COST = "It will cost the town eighty thousand crowns a year, which is about what the old crane brought at auction."
QUIET = "“Nobody will have to wait in the rain any more,” said Ida Brekke, who has sold tickets since 1988."
CLERK = "The clerk read the figures twice, because the loudspeaker failed, and the hall laughed at the second reading."
STORY = (LEAD, VOTE, COST, QUIET, CLERK)
MENU = ("Home", "News", "Sport", "Weather", "Tides", "Contact")


def page(*texts: str | Block) -> Page:
    blocks = tuple(text if isinstance(text, Block) else Block(BlockKind.PARAGRAPH, text) for text in texts)
    return Page(Capture(Origin("a"), "https://a.example/", None, CaptureKind.TEXT), blocks)


def taken(one: Page, *gone: int) -> list[tuple[int, str]]:
    removals = [whole(number, one.blocks[number], "law", "law", 1.0) for number in gone]
    found = copies(one, removals)
    assert {removal.reason for removal in found} <= {"duplicate-line"}
    return [(removal.block, removal.judge.removeprefix("copies:")) for removal in found]


def test_a_line_next_to_its_like_goes():
    assert taken(page(LEAD, "THE TIDE IS LATE TODAY, says the pilot!", "The tide is late today, says the pilot.")) == [
        (2, "line")
    ]


def test_a_line_goes_that_only_short_blocks_part_from_its_like():
    assert taken(page(LEAD, "3 hours ago", "Photo", LEAD, VOTE)) == [(3, "line")]
    assert not taken(page(LEAD, "The tide is late today, says the pilot.", LEAD, VOTE))


def test_the_page_for_telephones_goes_as_a_run_with_its_sub_headings():
    text = (LEAD, VOTE, "What it costs", COST, QUIET)
    assert taken(page("Home", *text, *MENU, *text, "Imprint")) == [(number, "run") for number in range(12, 17)]


def test_a_menu_that_stands_above_both_copies_goes_with_the_run():
    assert taken(page(*MENU, *STORY, *MENU, *STORY)) == [(number, "run") for number in range(11, 22)]


def test_of_two_runs_the_one_with_more_prose_beside_it_stays():
    assert taken(page(*STORY[:3], *MENU, *STORY)) == [(0, "run"), (1, "run"), (2, "run")]


def test_a_paragraph_said_again_aside_of_the_text_goes():
    assert taken(page(*STORY, *MENU, *MENU, VOTE, *MENU)) == [(17, "line")]
    assert taken(page(VOTE, *MENU, *STORY)) == [(0, "line")]


def test_a_teaser_above_the_article_goes_and_the_article_stays():
    cut = LEAD.removesuffix(" from the first of May.") + " …"
    longer = f"{LEAD} It had been asked to do so for eleven years."
    assert taken(page(cut, *MENU, longer, VOTE, COST)) == [(0, "teaser")]
    assert taken(page(LEAD, *MENU, longer, VOTE, COST)) == [(0, "teaser")]


def test_a_pull_quote_goes_before_and_behind_its_paragraph():
    said = "“Nobody will have to wait in the rain any more.”"
    assert taken(page(LEAD, said, VOTE, QUIET, COST)) == [(1, "quote")]
    assert taken(page(LEAD, QUIET, VOTE, said, COST)) == [(3, "quote")]


def test_a_sentence_that_readers_quote_below_the_article_stays_in_it():
    reply = "Seven members voted for the new timetable, and not one of them has ever stood on the slip in January."
    short = "Seven members voted for the new timetable."
    assert not taken(page(LEAD, short, "Comments", "Ole Dahl", "3 May, 9:14", "Reply", f"“{short}” {reply}", COST))


def test_a_caption_goes_when_it_stands_with_its_credit_elsewhere():
    bare = "The ferry at the slip on Monday morning"
    assert taken(page(f"{bare} (Norpress)", LEAD, bare, VOTE)) == [(2, "caption")]


def test_the_copy_of_a_caption_that_went_goes_though_a_word_is_another():
    labelled = "Photo: The ferry lies at the slip on Monday morning"
    changed = "The ferry lies at the slip on Tuesday morning"
    assert taken(page(labelled, changed, LEAD), 0) == [(1, "caption")]
    assert not taken(page(labelled, LEAD, VOTE, COST, QUIET, changed), 0)
    assert not taken(page(labelled, "The ferry lies at the pier on Tuesday morning", LEAD), 0)


def test_a_copy_stays_where_another_judge_takes_the_other_one():
    one = page(*STORY, *MENU, VOTE, *MENU)
    assert taken(one) == [(11, "line")]
    assert not taken(one, 1)
    assert not taken(page(LEAD, LEAD), 0)


@pytest.mark.parametrize(
    "texts",
    [
        ("And nobody on the river ever asked her why.", LEAD, "And nobody on the river ever asked her why."),
        ("“Yes.”", "“Are you sure?”", "“Yes.”", "“Yes.”", LEAD),
        ("Row, row the boat", "gently down the stream", "Row, row the boat", "gently down the stream"),
        ("What the board decided", LEAD, "What the board decided", VOTE),
        (LEAD, "Ida Brekke wrote:", LEAD, "That is not what was decided, I was there, and so was half of the town."),
        (LEAD, VOTE, LEAD, COST, LEAD, QUIET),
        (VOTE, *MENU, VOTE, *MENU, VOTE),
        (Block(BlockKind.TABLE, LEAD), Block(BlockKind.TABLE, LEAD)),
        (LEAD, Block(BlockKind.QUOTE, LEAD), VOTE, Block(BlockKind.QUOTE, VOTE)),
        ("Photo: the slip", "Photo: the slip", LEAD),
    ],
)
def test_what_is_said_twice_on_purpose_stays(texts):
    assert not taken(page(*texts))


def test_a_block_that_holds_the_article_takes_no_paragraph_of_it_away():
    assert not taken(page(*STORY, " ".join(STORY)))


WORDS = st.sampled_from(
    ["ferry", "board", "river", "slip", "tide", "hall", "crane", "town", "clerk", "vote", "rain", "pilot"]
)
SENTENCES = st.builds(
    lambda first, rest: " ".join([first.title(), *rest]) + ".", WORDS, st.lists(WORDS, min_size=4, max_size=16)
)
POOL = st.lists(SENTENCES, min_size=1, max_size=5)


@st.composite
def pages(draw):
    """A page made of few sentences, so that much of it stands there again: whole, as a part, cut off, credited."""
    pool = draw(POOL)
    forms = ("{0}", "{0} {1}", "{1} {0}", "{0} {1} {2}", "“{0}”", "{0} (Norpress)", "Photo: {0}", "{2} Photo: Roe")
    pieces = st.builds(
        lambda form, a, b, c: form.format(a, b, c),
        st.sampled_from(forms),
        *(st.sampled_from(pool) for _ in range(3)),
    )
    cut = st.builds(lambda text, at: " ".join(text.split()[:at]) + " …", st.sampled_from(pool), st.integers(5, 12))
    lines = st.one_of(pieces, pieces, cut, st.sampled_from(MENU))
    kinds = st.sampled_from([BlockKind.PARAGRAPH] * 6 + [BlockKind.ITEM, BlockKind.HEADING, BlockKind.QUOTE])
    blocks = draw(st.lists(st.builds(Block, kinds, lines), max_size=14))
    return page(*blocks, *(draw(st.permutations(blocks)) if draw(st.booleans()) else blocks))


def runs(one: Page, length: int = 8) -> set[tuple[str, ...]]:
    words = [normalised(block.text).split() for block in one.blocks]
    return {tuple(w[at : at + length]) for w in words for at in range(max(1, len(w) - length + 1)) if w}


@settings(deadline=None, max_examples=300)
@given(pages())
def test_no_run_of_eight_words_is_lost(one):
    assert all(
        any(" ".join(run) in text for text in left)
        for left in [[normalised(block.text) for block in apply(one, copies(one)).blocks]]
        for run in runs(one)
    )


@settings(deadline=None, max_examples=300)
@given(pages())
def test_what_is_left_holds_no_copy(one):
    assert not copies(apply(one, copies(one)))
