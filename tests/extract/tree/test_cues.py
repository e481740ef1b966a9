"""What names of elements say, found in one pass over a page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thresher.extract.tree.cues import CUES, masks

NEEDLES = sorted({needle for needles in CUES.values() for needle in needles})
NAMES = st.lists(
    st.one_of(
        st.lists(st.sampled_from(NEEDLES), max_size=3).map(" ".join),
        st.lists(st.sampled_from([*NEEDLES, "-", " ", "_", "x"]), max_size=5).map("".join),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=20),
    ),
    max_size=6,
)


def naively(name):
    folded = "".join(
        character.lower() if character.isascii() and character.isalnum() else character if ord(character) > 127 else "-"
        for character in f"-{name[:400]}-"
    )
    return sum(1 << bit for bit, needles in enumerate(CUES.values()) if any(needle in folded for needle in needles))


@settings(deadline=None)
@given(NAMES)
def test_the_masks_are_those_of_a_search_for_each_needle(names):
    assert masks(names) == [naively(name) for name in names]


def cues(name):
    return {cue for bit, cue in enumerate(CUES) if masks([name])[0] >> bit & 1}


@pytest.mark.parametrize(
    ("name", "cue"),
    [
        ("Comments_List", "comment"),
        ("site-NAV", "navigation"),
        ("article__body entry-content", "body"),
        ("amp-ad", "advertisement"),
        ("col-md-8 related", "related"),
        ("ad", "advertisement"),
    ],
)
def test_a_name_says_its_cue_in_any_case_and_between_any_marks(name, cue):
    assert cue in cues(name)


@pytest.mark.parametrize("name", ["reader", "shadow", "head", ""])
def test_a_needle_between_hyphens_is_no_part_of_a_word(name):
    assert "advertisement" not in cues(name)


def test_needles_are_written_as_names_are_folded():
    assert all(needle == needle.lower() and " " not in needle and "_" not in needle for needle in NEEDLES)


def test_there_are_no_more_cues_than_a_mask_has_bits():
    assert len(CUES) < 63


def test_only_the_beginning_of_endless_names_is_read():
    assert masks([f"{'x' * 1_000} comment"]) == [0]
