"""What makes no other token, and what does."""

from __future__ import annotations

import pytest

from thresher.dedup.tokens import LAST, NAME, NUMBER, QUOTED, origins, plain, tokens


def shown(text: str) -> list[str]:
    found = tokens(text)
    return [found.text[start:end] for start, end in zip(found.starts, found.ends, strict=True)]


def marked(text: str, mark: int) -> list[str]:
    found = tokens(text)
    return [word for word, marks in zip(shown(text), found.marks, strict=True) if marks & mark]


@pytest.mark.parametrize(
    "other",
    [
        "The mayor\u2019s caf\u00e9 &mdash; \u201copen\u201d until 9",
        "the  MAYOR'S cafe\u0301, open until\u00a09",
        "The may\u00ador's caf\u00e9: open\nuntil \uff19.",
        "The mayor&#8217;s caf&eacute; (open) until 9!",
    ],
)
def test_typesetting_makes_no_other_tokens(other):
    assert tokens(other).hashes.tolist() == tokens("The mayor's caf\u00e9 open until 9").hashes.tolist()


def test_another_digit_makes_another_token():
    assert tokens("until 9").hashes.tolist() != tokens("until 8").hashes.tolist()


def test_letters_of_scripts_without_spaces_are_tokens_of_their_own():
    assert shown("\u6771\u4eac\u306f2024\u5e74") == ["\u6771", "\u4eac", "\u306f", "2024", "\u5e74"]
    assert shown("\u0e01\u0e49\u0e32") == ["\u0e01\u0e49", "\u0e32"]  # a tone mark belongs to its letter


def test_vowel_signs_do_not_cut_a_word_in_two():
    assert shown("\u0939\u093f\u0928\u094d\u0926\u0940 \u092e\u0947\u0902") == [
        "\u0939\u093f\u0928\u094d\u0926\u0940",
        "\u092e\u0947\u0902",
    ]


def test_numbers_and_names_are_marked_but_not_the_beginning_of_a_sentence():
    text = "Rain fell on Skerrow. Then 40 boats left with Anna Kell."
    assert marked(text, NAME) == ["Skerrow", "Anna", "Kell"]
    assert marked(text, NUMBER) == ["40"]


@pytest.mark.parametrize(
    "text",
    [
        'She said "we will rebuild the old pier" and left',
        "She said \u201cwe will rebuild the old pier\u201d and left",
        "She said \u201ewe will rebuild the old pier\u201c and left",
        "She said \u00abwe will rebuild the old pier\u00bb and left",
        "She said \u00bbwe will rebuild the old pier\u00ab and left",
        'A 5" pipe; she said "we will rebuild the old pier" and left',
    ],
)
def test_words_in_quotation_marks_are_marked(text):
    assert marked(text, QUOTED) == ["we", "will", "rebuild", "the", "old", "pier"]


def test_the_last_words_of_lines_are_marked():
    assert marked("\nA headline\n\nThe text, in\ntwo lines.", LAST) == ["headline", "in"]


def test_places_lead_back_into_the_text_as_it_was():
    text = "Caf\u00e9 &amp; bar\u00ad: \ufb01ve euros"
    places = origins(text)
    assert text[places[plain(text).index("five")] :] == "\ufb01ve euros"
    assert len(places) == len(plain(text)) + 1


def test_an_empty_text_has_no_tokens():
    assert len(tokens("").hashes) == len(tokens(" \n\u00ad").hashes) == 0


def test_hostile_text_takes_bounded_time():
    for text in ('"' * 300_000, "\u201c" * 300_000, "&" * 300_000, "a\u0301" * 150_000):
        tokens(text)
