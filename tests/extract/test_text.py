from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thresher.extract import text
from thresher.nouns import BlockKind
from thresher.settings import Limits
from thresher.words import words

K = BlockKind


def blocks(source):
    return text.blocks(source, Limits())


def texts(source, *kinds):
    return [block.text for block in blocks(source) if not kinds or block.kind in kinds]


def wrapped(paragraphs, width=72, **options):
    return "\n\n".join(textwrap.fill(one, width, break_on_hyphens=False, **options) for one in paragraphs)


def test_a_line_a_paragraph_is_left_as_it_is(sentences):
    assert texts("\n".join(sentences)) == list(sentences)


def test_hard_wrapped_paragraphs_are_joined_again(sentences):
    paragraphs = [" ".join(sentences[:3]), " ".join(sentences[2:])]
    assert texts(wrapped(paragraphs)) == paragraphs


@pytest.mark.parametrize("width", [60, 66, 80])
def test_any_usual_width_is_a_wrap(width, sentences):
    assert texts(wrapped([" ".join(sentences)] * 2, width)) == [" ".join(sentences)] * 2


def test_a_paragraph_that_begins_indented_needs_no_blank_line(sentences):
    paragraphs = [" ".join(sentences[:3]), " ".join(sentences[2:])]
    source = "\n".join(textwrap.fill(one, 70, initial_indent="   ") for one in paragraphs)
    assert texts(source) == paragraphs


def test_an_article_is_joined_among_menus_of_a_line_a_label(sentences):
    paragraphs = [" ".join(sentences[:3]), " ".join(sentences[2:]), " ".join(sentences)]
    menu = ["Home", "News", "The harbour and its ferries", "Sport"]
    teasers = [f"{one} And here is more to read of that" for one in sentences]
    source = "\n".join(menu) + "\n\n" + wrapped(paragraphs) + "\n\n" + "\n".join(teasers)
    assert texts(source) == [*menu, *paragraphs, *teasers]


def test_a_text_that_a_text_browser_indents_is_joined(sentences):
    paragraphs = [" ".join(sentences[:3]), " ".join(sentences[2:])]
    source = wrapped(paragraphs, 77, initial_indent="   ", subsequent_indent="   ")
    assert texts(f"   Home\n   News\n\n{source}") == ["Home", "News", *paragraphs]


def test_text_and_quotation_may_be_wrapped_at_different_widths(sentences):
    body = " ".join(sentences)
    quoted = textwrap.fill(body, 54, initial_indent="> ", subsequent_indent="> ")
    assert texts(f"{wrapped([body, body])}\n\n{quoted}") == [body] * 3


def test_wide_letters_take_two_columns():
    body = "渡轮因机舱进水而停航船长说明天再走" * 10
    assert texts("\n".join(textwrap.wrap(body, 36))) == [body]


def test_a_list_of_headlines_is_no_wrapped_text(sentences):
    headlines = [textwrap.shorten(one, 70, placeholder="") for one in sentences] * 4
    assert texts("\n".join(headlines)) == headlines


BROKEN = """The harbour
The ferry was stopped by
the council
, which had asked the
Harbour Board
for a report, and by its master.
Nobody was hurt, according to
Ada Quill
, who runs the pier.
Home
About
"""


def test_a_sentence_broken_at_its_links_is_made_whole():
    assert texts(BROKEN) == [
        "The harbour",
        "The ferry was stopped by the council, which had asked the Harbour Board for a report, and by its master.",
        "Nobody was hurt, according to Ada Quill, who runs the pier.",
        "Home",
        "About",
    ]


def test_lines_in_small_letters_stay_apart_without_that_habit(sentences):
    source = f"{sentences[0]}\nhome\nnews\nthe harbour\n{sentences[1]}"
    assert texts(source) == source.split("\n")


def test_a_layout_does_not_glue_a_menu_to_the_article(sentences):
    assert texts(f"Home      {sentences[0]}\nNews      {sentences[1]}") == ["Home", sentences[0], "News", sentences[1]]


def test_a_cell_may_be_empty():
    source = "Pier   Boats   Berths\nEast   6       12\nWest           3"
    assert [(b.kind, b.text) for b in blocks(source)] == [(K.TABLE, "Pier\tBoats\tBerths\nEast\t6\t12\nWest\t\t3")]


def test_references_with_page_numbers_are_no_code():
    listed = "\n".join(f"    {n}. Quill A. On ferries and piers. J Harb 2002 May;50({n}):281-287" for n in range(1, 6))
    assert not texts(f"Sources\n\n{listed}", K.CODE)


def test_a_wrong_encoding_is_undone_before_lines_are_told(sentences):
    wrong = "Zoë und die Café-Möwe by the Åland pier".encode().decode("latin-1")
    assert texts(f"{wrong}\n{sentences[0]}") == ["Zoë und die Café-Möwe by the Åland pier", sentences[0]]


def test_the_lines_of_a_poem_are_not_joined():
    poem = "The boat lies still\nbeside the quay\nand nobody will\nput out to sea"
    assert texts(poem) == poem.split("\n")


def test_a_divided_word_is_mended_only_when_the_text_has_it_whole(sentences):
    body = " ".join(sentences)
    source = (
        wrapped([body, body])
        + "\n\n"
        + (
            "The small boat leaves the pier at nine in the morning and the harbour mas-\n"
            "ter waves to everyone on board, as he has done for years, with his old-\n"
            "fashioned hat, which the children of the island like better than the boat."
        )
    )
    last = texts(source)[-1]
    assert "harbour master waves" in last
    assert "old-fashioned" in last


def test_each_block_says_on_which_line_it_begins(sentences):
    source = f"\n{sentences[0]}\n\n\n* one\n* two\n"
    assert [block.line for block in blocks(source)] == [1, 4, 5]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f"])
def test_every_kind_of_line_end_counts(end, sentences):
    assert texts(end.join(sentences)) == list(sentences)


def test_a_mark_and_hard_spaces_are_no_text(sentences):
    assert texts(f"\ufeff\u00a0\u00a0{sentences[0]}\u00a0\n\u00a0\n") == [sentences[0]]


@pytest.mark.parametrize("bullet", ["*", "-", "•", "‣"])
def test_bullets_make_items(bullet):
    source = f"{bullet} one thing\n{bullet} another\n  {bullet} a part of it\n{bullet} last"
    assert [(b.kind, b.text, b.level) for b in blocks(source)] == [
        (K.ITEM, "one thing", 1),
        (K.ITEM, "another", 1),
        (K.ITEM, "a part of it", 2),
        (K.ITEM, "last", 1),
    ]


def test_a_wrapped_item_is_one_item(sentences):
    body = wrapped([" ".join(sentences)] * 2)
    item = textwrap.fill(f"* {sentences[0]} {sentences[1]}", 72, subsequent_indent="  ")
    assert texts(f"{body}\n\n{item}", K.ITEM) == [f"{sentences[0]} {sentences[1]}"]


def test_a_letter_at_the_margin_is_no_bullet():
    assert texts("o tempora, o mores") == ["o tempora, o mores"]


@pytest.mark.parametrize(("drawn", "level"), [("=" * 20, 1), ("-" * 20, 2)])
def test_an_underlined_line_is_a_heading(drawn, level, sentences):
    found = blocks(f"{sentences[0]}\n\nHarbours of the bay\n{drawn}\n\n{sentences[1]}")
    assert (found[1].kind, found[1].text, found[1].level) == (K.HEADING, "Harbours of the bay", level)
    assert len(found) == 3


def test_a_markdown_heading_has_its_level(sentences):
    found = blocks(f"{sentences[0]}\n\n### Harbours of the bay ###\n{sentences[1]}")
    assert (found[1].kind, found[1].text, found[1].level) == (K.HEADING, "Harbours of the bay", 3)


def test_quoted_lines_are_a_quote():
    assert [(b.kind, b.text) for b in blocks("> so she said\n>> and he before her")] == [
        (K.QUOTE, "so she said"),
        (K.QUOTE, "and he before her"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "Pier\tBoats\nEast\t6\nWest\tnone",
        "| Pier | Boats |\n|---|---|\n| East | 6 |\n| West | none |",
        "Pier   Boats\nEast   6\nWest   none",
    ],
)
def test_cells_make_a_table(source):
    assert [(b.kind, b.text) for b in blocks(source)] == [(K.TABLE, "Pier\tBoats\nEast\t6\nWest\tnone")]


def test_indented_prose_is_no_code(sentences):
    source = "Headline of it\n\n" + "\n".join(" " * 8 + one for one in sentences)
    assert not texts(source, K.CODE)
    assert texts(source)[1:] == list(sentences)


def test_an_indented_listing_is_code(sentences):
    source = f"{sentences[0]}\n\n    for pier in piers:\n        print(pier)\n    return None\n\n{sentences[1]}"
    assert texts(source, K.CODE) == ["for pier in piers:\n    print(pier)\nreturn None"]


def test_a_fenced_listing_is_code_with_its_blank_lines():
    assert texts("```python\na = 1\n\nb = 2\n```", K.CODE) == ["a = 1\n\nb = 2"]


def test_link_numbers_go_where_a_list_of_links_proves_them(sentences):
    listed = "".join(f"   {number}. https://{number}.example/\n" for number in (1, 2, 3))
    source = f"[1]Home [2]News\n\n{sentences[0]} See [3]the pier. Item [9] stays.\n\nReferences\n\n{listed}"
    assert texts(source) == ["Home News", f"{sentences[0]} See the pier. Item [9] stays."]


def test_numbers_in_brackets_stay_without_such_a_list(sentences):
    assert texts(f"{sentences[0]} [3]\n\nReferences\n\nA book about harbours [3]")[0].endswith("[3]")


NEWS = """Skip to main content
Home
News
Sport
Weather
A grey boat beside an empty pier
Ferry stops between the two harbours after water in engine room
Published: Monday, 3 March 2025
    {0}
    {1} The ferry stays where it is.
    {2} Nobody knows what the two harbours will do.
Imprint
Contact
Privacy
"""


def test_the_headline_is_told_from_menu_image_and_skip_link(sentences):
    found = blocks(NEWS.format(*sentences))
    assert [b.text for b in found if b.kind is K.TITLE] == [
        "Ferry stops between the two harbours after water in engine room"
    ]
    menu = [b.text for b in found if b.kind is K.MENU]
    assert menu[-7:] == ["Home", "News", "Sport", "Weather", "Imprint", "Contact", "Privacy"]


def test_short_lines_within_the_text_are_no_menu(sentences):
    source = "\n\n".join([sentences[0], "Who?", "The pier", "The boat", "The bay", sentences[1]])
    assert not texts(source, K.MENU)


def test_a_text_without_prose_has_no_headline():
    assert not texts("Home\nNews\nSport\nFerry stops between the harbours", K.TITLE)


def test_the_limits_hold():
    limits = Limits(blocks=3, line_chars=10)
    found = text.blocks("word " * 10 + "\n" + "a b\n" * 9, limits)
    assert len(found) == 3
    assert found[0].text == "word word"


LINES = st.text(alphabet="ab \t*-•1.>#=[]|{};\u00a0\u3000文", max_size=30)


PHRASES = st.lists(
    st.sampled_from(["the", "ferry,", "quay.", "(Boats)", "1.", "*", "-", "|", "Harbour", "文", "o-clock", "[3]", ":"]),
    max_size=30,
)
PROSE = st.builds(lambda phrase, width: textwrap.fill(" ".join(phrase), width), PHRASES, st.integers(40, 80))


@given(st.lists(LINES | PROSE | PHRASES.map("  ".join) | st.just(""), max_size=12).map("\n".join))
def test_no_word_is_lost_or_made_up_or_moved(source):
    found = blocks(source)
    assert "".join(words(" ".join(b.text for b in found))) == "".join(words(source))
    assert [b.line for b in found] == sorted(b.line for b in found)
    assert all("\n" not in b.text for b in found if b.kind not in (K.TABLE, K.CODE))


@pytest.mark.parametrize(
    "source",
    [
        "[1" * 50_000,
        "- " * 50_000,
        "a  " * 50_000,
        "\n" * 100_000,
        "\t" * 50_000,
        "|" * 50_000,
        "= " * 50_000,
        "# " + "#" * 50_000 + "x",
        "a." * 50_000 + " b",
    ],
)
def test_hostile_text_is_read(source):
    blocks(source)
