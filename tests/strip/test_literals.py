"""The one pass for all literals finds what RE2 finds: letter case, typography and half surrogates included."""

from __future__ import annotations

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from thresher.strip.literals import Literals
from thresher.strip.pattern import KIN, literal, options

ODD = "aAkK\u212asS\u017f\u00df\u1e9eiI\u0130\u0131\u03c3\u03c2\u03a3\u00b5\u03bc\u0442\u1c84\u0422\u01c4\u01c5\u01c6"
LETTERS = st.one_of(
    st.sampled_from(ODD + "".join(KIN.values()) + "?\n\0\ud800\U00010400\U00010428\U00020000\U0001f600"),
    st.characters(max_codepoint=0x2FFF),
    st.characters(),
)
TEXTS = st.text(LETTERS, max_size=8)
CASED = [
    char for char in map(chr, range(0x20000)) if {char} != {char.lower(), char.upper(), char.title(), char.casefold()}
]


def hits(text, written):
    """Whether RE2 hits a literal in a text."""
    return re2.compile(literal(written), options()).search(text.encode("utf-8", "replace")) is not None


def sound(text):
    return text.encode("utf-8", "replace").decode()


@st.composite
def asked(draw):
    """Literals, and texts made of pieces of them in all their forms."""
    literals = draw(st.lists(st.text(LETTERS, min_size=1, max_size=4).map(sound), min_size=1, max_size=6, unique=True))
    form = st.sampled_from([str, str.upper, str.lower, str.title, str.casefold, dressed])
    piece = st.one_of(TEXTS, st.builds(lambda make, text: make(text), form, st.sampled_from(literals)))
    return literals, draw(st.lists(st.lists(piece, max_size=4).map("".join), max_size=5))


def dressed(text):
    return "".join(KIN.get(char, char)[-1] for char in text)


@settings(max_examples=400, deadline=None)
@given(asked())
def test_the_pass_finds_the_literals_that_re2_finds(case):
    literals, texts = case
    found = Literals({written: 1 << bit for bit, written in enumerate(literals)}).masks(texts)
    assert found == [sum(1 << bit for bit, written in enumerate(literals) if hits(text, written)) for text in texts]


def test_every_letter_is_folded_with_those_that_re2_folds_it_with():
    assert len(CASED) > 2500
    everything = "".join(CASED)
    for start in range(0, len(CASED), 200):
        some = CASED[start : start + 200]
        found = Literals({char: 1 << bit for bit, char in enumerate(some)}).masks(CASED)
        for bit, char in enumerate(some):
            kin = set(re2.compile(re2.escape(char), options()).findall(everything))
            assert {other for other, mask in zip(CASED, found, strict=True) if mask >> bit & 1} == kin


def test_more_letters_than_there_are_codes_are_told_apart():
    ideographs = [chr(0x4E00 + number) for number in range(700)]
    found = Literals({char: 1 << bit for bit, char in enumerate(ideographs)}).masks([*ideographs, "\u9000", ""])
    assert found == [*(1 << bit for bit in range(700)), 0, 0]


@pytest.mark.parametrize("texts", [["foo bar", "baz"], ["foo ", "barbaz"]])
def test_no_literal_is_found_across_two_texts(texts):
    assert Literals({"bar\nbaz": 1, "foo b": 2}).masks(texts) == [2 if "b" in texts[0] else 0, 0]


def test_a_typographic_form_in_a_literal_stands_for_itself_alone():
    literals = Literals({'in "': 1, "in \u201c": 2})
    assert literals.masks(['in "', "in \u201c", "in \u201e"]) == [1, 3, 1]
    assert literals.masks([]) == []
