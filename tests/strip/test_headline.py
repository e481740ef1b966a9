"""The headline stays once; what says it again goes."""

import pytest

from thresher.nouns import Block, BlockKind, Capture, CaptureKind, Origin, Page
from thresher.strip.headline import headlined
from thresher.strip.spans import whole

STORY = (
    "The harbour board met on Monday evening in the old customs house and decided, after two hours of talk, "
    "that the ferry will run every hour from May."
)


def page(*blocks: Block, kind: CaptureKind = CaptureKind.HTML) -> Page:
    return Page(Capture(Origin("a"), "https://a.example/", None, kind), blocks)


def echoes(page: Page, title: str | None, site_name: str | None = None):
    return headlined(page, title, site_name, ())


def heading(text: str) -> Block:
    return Block(BlockKind.HEADING, text, 1)


def test_each_further_copy_of_the_title_above_the_story_goes():
    blocks = (heading("More ferries"), heading("News"), heading("MORE  FERRIES!"), Block(BlockKind.PARAGRAPH, STORY))
    assert [removal.block for removal in echoes(page(*blocks), "More ferries")] == [2]


def test_a_title_printed_once_stays():
    assert not echoes(page(heading("More ferries"), Block(BlockKind.PARAGRAPH, STORY)), "More ferries")


def test_the_same_words_inside_the_story_stay():
    blocks = (heading("More ferries"), Block(BlockKind.PARAGRAPH, STORY), heading("More ferries"))
    assert not echoes(page(*blocks), "More ferries")


def test_another_heading_stays_and_so_does_everything_without_a_title():
    blocks = (heading("More ferries"), heading("More ferries soon"), Block(BlockKind.PARAGRAPH, STORY))
    assert not echoes(page(*blocks), "More ferries")
    assert not echoes(page(*blocks), None)


def lines(*texts: str) -> tuple[Block, ...]:
    return tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)


TITLE = "More ferries on the river from May"


def again(*texts: str, kind: CaptureKind = CaptureKind.TEXT, site_name: str | None = "Harbour News") -> list[str]:
    return [removal.text for removal in echoes(page(*lines(*texts), kind=kind), TITLE, site_name)]


@pytest.mark.parametrize(
    "copy",
    [
        "MORE FERRIES ON THE RIVER FROM MAY",
        "More ferries on the river from May - Harbour News",
        "Harbour News: More ferries on the river from May",
        "More ferries on the river from May | News | The Harbour",
        "More ferries on the river …",
        "More ferries on the riv...",
    ],
)
def test_the_headline_in_another_form_goes_from_above_and_from_below_the_story_of_a_text_capture(copy):
    assert again(copy, TITLE, STORY) in ([copy], [TITLE])
    assert again(TITLE, STORY, "Share", copy) == [copy]


@pytest.mark.parametrize(
    "line",
    [
        "More ferries on the river from May, and a new crane",
        "More ferries on the river from May: what the board decided",
        "Why there are more ferries on the river from May",
        "More ferries …",
        "Ferries: more on the river from May …",
    ],
)
def test_another_headline_is_no_copy(line):
    assert not again(line, TITLE, STORY, line)


def test_in_an_html_page_only_the_same_words_above_the_story_go():
    texts = (f"{TITLE} | Harbour News", TITLE, TITLE.upper(), STORY, TITLE)
    assert again(*texts, kind=CaptureKind.HTML) == [TITLE.upper()]


def test_the_only_copy_of_the_headline_stays_with_the_name_of_the_site_or_cut_off():
    assert not again(f"{TITLE} - Harbour News", STORY)
    assert not again("More ferries on the river …", STORY)
    assert again("More ferries on the river …", f"{TITLE} - Harbour News", STORY) == ["More ferries on the river …"]


def test_a_short_title_below_the_story_stays():
    one = page(*lines("More ferries", STORY, "More ferries"), kind=CaptureKind.TEXT)
    assert not echoes(one, "More ferries")


def test_the_copies_of_the_headline_are_duplicates():
    one = page(*lines(TITLE, TITLE, f"{TITLE} | Harbour News", STORY), kind=CaptureKind.TEXT)
    assert [(removal.block, removal.reason, removal.judge, removal.confidence) for removal in echoes(one, TITLE)] == [
        (0, "duplicate-line", "copies:headline", 1.0),
        (2, "duplicate-line", "copies:headline", 0.9),
    ]


def test_the_copy_next_to_the_story_of_a_text_capture_stays_whoever_would_take_it():
    one = page(*lines(TITLE, "Menu", TITLE, "Cookies " * 30, "By Jane Roe", TITLE, STORY), kind=CaptureKind.TEXT)
    taken = tuple(whole(at, one.blocks[at], "boilerplate", "model:text", 0.9) for at in (0, 1, 3, 5))
    found = headlined(one, TITLE, None, taken)
    assert [(removal.block, removal.judge) for removal in found] == [
        (0, "copies:headline"),
        (1, "model:text"),
        (2, "copies:headline"),
        (3, "model:text"),
    ]


def test_without_a_title_other_removals_are_left_as_they_are():
    one = page(*lines("Menu", STORY), kind=CaptureKind.TEXT)
    taken = (whole(0, one.blocks[0], "boilerplate", "model:text", 0.9),)
    assert headlined(one, None, None, taken) == taken
