"""The text of an article, as blocks become it."""

from thresher.emit.text import render
from thresher.nouns import Block, BlockKind


def test_paragraphs_are_parted_by_a_blank_line():
    assert render([Block(BlockKind.PARAGRAPH, "One."), Block(BlockKind.PARAGRAPH, "Two.")]) == "One.\n\nTwo."


def test_items_stand_on_lines_of_their_own_and_their_list_apart():
    blocks = [
        Block(BlockKind.PARAGRAPH, "List:"),
        *(Block(BlockKind.ITEM, t) for t in "ab"),
        Block(BlockKind.HEADING, "H"),
    ]
    assert render(blocks) == "List:\n\n- a\n- b\n\nH"


def test_what_a_cut_left_empty_is_no_text():
    blocks = [Block(BlockKind.ITEM, "a"), Block(BlockKind.ITEM, " "), Block(BlockKind.ITEM, "b")]
    assert render(blocks) == "- a\n- b"
