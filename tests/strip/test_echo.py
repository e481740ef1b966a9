"""The title stands above the story once."""

from thresher.nouns import Block, BlockKind, Capture, CaptureKind, Origin, Page
from thresher.strip.echo import echoes

STORY = (
    "The harbour board met on Monday evening in the old customs house and decided, after two hours of talk, "
    "that the ferry will run every hour from May."
)


def page(*blocks: Block) -> Page:
    return Page(Capture(Origin("a"), "https://a.example/", None, CaptureKind.HTML), blocks)


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
