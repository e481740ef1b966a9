"""What stands last and announces what does not follow."""

import pytest

from thresher.nouns import Block, BlockKind, Capture, CaptureKind, Origin, Page
from thresher.strip.apply import apply
from thresher.strip.remnants import MOST, remnants
from thresher.strip.spans import whole

STORY = (
    "The harbour board met on Monday evening in the old customs house and decided, after two hours of talk, "
    "that the ferry will run every hour from May, and that the night boat, which nobody had asked for, is to go "
    "to the museum before the summer is over."
)


def heading(text: str) -> Block:
    return Block(BlockKind.HEADING, text, 2)


def page(*texts: str | Block) -> Page:
    blocks = tuple(text if isinstance(text, Block) else Block(BlockKind.PARAGRAPH, text) for text in texts)
    return Page(Capture(Origin("a"), "https://a.example/", None, CaptureKind.HTML), blocks)


def left(one: Page, title: str | None = None) -> list[str]:
    return [block.text for block in apply(one, remnants(one, title)).blocks if block.text]


@pytest.mark.parametrize(
    "last", [heading("Sources"), heading("Ready to sail?"), "More from the harbour:", "\u76f8\u95dc\uff1a"]
)
def test_a_heading_or_label_behind_which_nothing_stands_goes(last):
    one = page(STORY, last)
    assert left(one) == [STORY]
    assert [(cut.reason, cut.judge) for cut in remnants(one, None)] == [("remnant", "remnants:ending")]


@pytest.mark.parametrize(
    "last",
    [
        "The ferry runs again.",
        heading("\u201cI had the river to myself.\u201d"),
        Block(BlockKind.ITEM, "Boats:"),
        "Of the five boats that the board has had since the bridge was closed, one is left, and that one has:",
    ],
)
def test_what_says_something_itself_stays(last):
    one = page(STORY, last)
    assert left(one) == [block.text for block in one.blocks]


def test_a_heading_with_text_behind_it_stays():
    one = page(STORY, heading("Sources"), STORY)
    assert remnants(one, None) == ()


def test_a_heading_whose_list_another_judge_takes_goes_too():
    one = page(STORY, heading("Sources"), "Fen Echo", "Marsh Valley Online")
    taken = tuple(whole(at, one.blocks[at], "related", "rule:x", 1.0) for at in (2, 3))
    assert [cut.block for cut in remnants(one, None, taken)] == [1]


def test_the_headline_stays_wherever_it_stands():
    one = page(STORY, heading("Ferry to run at night"))
    assert remnants(one, "Ferry to Run at Night") == ()


def test_a_page_of_headings_is_no_story():
    assert remnants(page(*(heading(f"Boat {number}") for number in range(60))), None) == ()


def test_no_more_than_a_few_lines_go():
    assert len(remnants(page(STORY, *(heading(f"Boat {number}") for number in range(9))), None)) == MOST
