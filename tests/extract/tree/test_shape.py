"""Chosen blocks as the blocks of a text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tree_pages import ANY_MARKUP, outline

from thresher.extract.tree import shape
from thresher.nouns import Block, BlockKind

DATA = (
    "<p>Before</p><table><caption>Boats</caption><tr><th>Pier</th><th>Boats</th></tr>"
    "<tr><td>East</td><td><a href=x>6</a></td></tr><tr><td>West</td><td></td></tr></table><p>After</p>"
)


def chosen(markup, places=None):
    page = outline(markup)
    return shape.chosen(page, range(len(page.texts)) if places is None else places)


@st.composite
def choices(draw):
    page = outline(draw(ANY_MARKUP))
    places = draw(st.sets(st.sampled_from(range(len(page.texts))))) if page.texts else ()
    return page, sorted(places)


@settings(deadline=None, max_examples=100)
@given(choices())
def test_chosen_blocks_keep_their_words(choice):
    page, places = choice
    wanted = " ".join(page.texts[at] for at in places).split()
    found = " ".join(block.text for block in shape.chosen(page, places)).split()
    assert sorted(found) == sorted(wanted)
    if "table" not in page.tags:
        assert found == wanted


@settings(deadline=None, max_examples=60)
@given(choices())
def test_what_is_no_cell_stays_as_it_is_on_the_page(choice):
    page, places = choice
    blocks = shape.chosen(page, places)
    kept = [block.text for block in blocks if block.kind is not BlockKind.TABLE]
    own = iter(page.texts[at] for at in places)
    assert all(text in own for text in kept)  # a subsequence: in the order of the page


def whole(markup, *texts):
    """What is kept of a page of which those texts were."""
    page = outline(markup)
    keep = shape.with_whole_tables(page, [text in texts for text in page.texts])
    return [text for text, is_kept in zip(page.texts, keep, strict=True) if is_kept]


TABLE = ["Pier", "Boats", "East", "6", "West"]
PIERS = DATA.replace("<caption>Boats</caption>", "")


@settings(deadline=None, max_examples=100)
@given(choices())
def test_tables_are_chosen_whole_or_not_at_all_and_the_rest_stays(choice):
    page, places = choice
    keep = [at in places for at in range(len(page.texts))]
    found = shape.with_whole_tables(page, keep)
    blocks = shape.chosen(page, [at for at, is_kept in enumerate(found) if is_kept])
    all_tables = [block for block in shape.chosen(page, range(len(keep))) if block.kind is BlockKind.TABLE]
    assert all(block in all_tables for block in blocks if block.kind is BlockKind.TABLE)
    assert shape.with_whole_tables(page, found) == found
    if "table" not in page.tags:
        assert found == keep


@pytest.mark.parametrize(
    ("kept", "found"),
    [
        (["Before", "Pier", "Boats", "East"], ["Before", *TABLE]),  # most of it
        (["Before", "Pier", "Boats"], ["Before"]),  # little of it, at the end of the text
        (["Pier", "Boats", "After"], ["After"]),  # little of it, at the beginning
        (["Before", "6", "After"], ["Before", *TABLE, "After"]),  # little of it, amid the text
        (["Before", "After"], ["Before", "After"]),
        (["6"], []),
        ([], []),
    ],
)
def test_a_table_is_kept_where_most_of_it_is_or_some_amid_the_text(kept, found):
    assert whole(PIERS, *kept) == found


def test_the_words_of_a_table_are_counted_and_not_its_cells():
    markup = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d e f g h i j</td></tr></table>"
    assert whole(markup, "a", "b", "c") == []
    assert whole(markup, "d e f g h i j") == ["a", "b", "c", "d e f g h i j"]


def test_a_caption_stands_for_itself():
    markup = DATA.replace(">Boats</caption>", ">Six a day</caption>")
    assert whole(markup, "Before", "Pier", "After") == ["Before", *TABLE, "After"]
    assert whole(markup, "Before", "Six a day") == ["Before", "Six a day"]


def test_a_table_that_lays_out_is_kept_block_by_block():
    assert whole(f"<p>a<table><tr><td>b</td><td>{'Words of a story. ' * 30}<p>c</table><p>d", "a", "b", "d") == [
        "a",
        "b",
        "d",
    ]


def test_a_choice_is_left_as_it_was():
    keep = [True, False, True, False, False, False, False, True]
    assert shape.with_whole_tables(outline(DATA), keep) != keep
    assert keep == [True, False, True, False, False, False, False, True]


CELLS = st.lists(
    st.lists(st.text("abc ", min_size=1, max_size=6).filter(str.strip), min_size=2, max_size=4), min_size=1, max_size=4
)


@settings(deadline=None, max_examples=60)
@given(CELLS)
def test_a_table_is_a_block_with_a_line_a_row_and_all_its_cells(rows):
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    blocks = chosen(f"<table>{body}</table>")
    assert [block.kind for block in blocks] == [BlockKind.TABLE]
    assert [line.split("\t") for line in blocks[0].text.split("\n")] == [
        [" ".join(cell.split()) for cell in row] for row in rows
    ]


def test_a_table_says_whether_its_first_row_names_the_columns_and_what_is_linked():
    assert chosen(DATA) == (
        Block(BlockKind.PARAGRAPH, "Before"),
        Block(BlockKind.CAPTION, "Boats"),
        Block(BlockKind.TABLE, "Pier\tBoats\nEast\t6\nWest", 1, 1),
        Block(BlockKind.PARAGRAPH, "After"),
    )


def test_an_empty_cell_keeps_its_place():
    assert chosen("<table><tr><td></td><td>a</td></tr><tr><td>b</td><td>c</td></tr></table>")[0].text == "\ta\nb\tc"


def test_cells_that_are_not_chosen_are_empty():
    page = outline(DATA)
    places = [at for at, text in enumerate(page.texts) if text in ("Boats", "East", "6")]
    assert shape.chosen(page, places[1:])[-1].text == "\tBoats\nEast\t6"


def test_several_blocks_of_a_cell_are_one_cell():
    assert chosen("<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>")[0].text == "a b\tc"


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td>one</td></tr><tr><td>two</td></tr></table>",
        f"<table><tr><td>{'Long words of a story. ' * 20}</td><td>two</td></tr></table>",
    ],
)
def test_a_table_that_only_lays_out_is_no_table(markup):
    assert {block.kind for block in chosen(markup)} == {BlockKind.PARAGRAPH}


def test_of_a_table_in_a_table_the_inner_one_tabulates():
    blocks = chosen(
        "<table><tr><td><h1>Head</h1><table><tr><td>a</td><td>b</td></tr></table></td><td>side</td></tr></table>"
    )
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.TITLE, "Head"),
        (BlockKind.TABLE, "a\tb"),
        (BlockKind.PARAGRAPH, "side"),
    ]


def test_two_tables_are_two_blocks():
    table = "<table><tr><td>a</td><td>b</td></tr></table>"
    assert [block.text for block in chosen(table * 2)] == ["a\tb", "a\tb"]


@pytest.mark.parametrize(
    ("markup", "kinds"),
    [
        ("<p>a<h1>b</h1><p>c", ["paragraph", "title", "paragraph"]),
        ("<h1>a</h1><h1>b", ["title", "heading"]),
        ("<h2>a</h2><h1>b", ["heading", "heading"]),
        ("<p>a" * 8 + "<h1>b", ["paragraph"] * 8 + ["heading"]),
    ],
)
def test_the_headline_is_the_first_heading_if_of_the_first_level_and_near_the_beginning(markup, kinds):
    assert [block.kind for block in chosen(markup)] == kinds


def test_nothing_chosen_is_no_block():
    assert chosen(DATA, ()) == ()
