"""Which chaff a page is lent, and the examples of whole sets."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thresher.lab.html.corpus import lent, training_examples
from thresher.lab.html.weather import Chaff
from thresher.lab.sets import find_sets
from thresher.lab.text.corpus import fold
from thresher.lab.text.examples import Source

DOMAINS = st.integers(0, 40).map("site{}.example".format)
PIECES = st.lists(st.builds(Chaff, DOMAINS, st.text(max_size=5), st.booleans()), max_size=60)


def page(domain, path="x", page_type="article"):
    return Source("own", f"https://{domain}/{path}", "", "", page_type)


@given(DOMAINS, PIECES)
def test_a_page_is_lent_nothing_of_its_own_domain_nor_of_another_fold(domain, pieces):
    found = lent(page(domain), pieces)
    assert all(piece.domain != domain and fold(piece.domain) == fold(domain) for piece in found)
    assert len(found) <= 8


@given(DOMAINS, PIECES)
def test_a_page_is_lent_the_same_again(domain, pieces):
    assert lent(page(domain), pieces) == lent(page(domain), pieces)


def test_a_page_is_lent_something_where_its_fold_has_other_sites():
    pieces = [Chaff(f"site{number}.example", str(number)) for number in range(200)]
    assert len(lent(page("site3.example"), pieces)) == 8
    assert lent(page("site3.example"), pieces) != lent(page("site3.example", "y"), pieces)


def test_a_forum_is_lent_no_posts_of_others():
    pieces = [Chaff(f"site{number}.example", str(number), is_thread=number % 2 == 0) for number in range(200)]
    assert not any(piece.is_thread for piece in lent(page("site3.example", page_type="forum"), pieces))
    assert any(piece.is_thread for piece in lent(page("site3.example"), pieces))


def test_sets_that_may_not_be_trained_on_are_refused(data):
    with pytest.raises(ValueError, match="harbour may not be trained on"):
        training_examples([find_sets(data)["harbour"]], lambda _: None)


def test_the_examples_of_a_set_are_those_of_its_pages_first_as_they_are(data):
    pytest.importorskip("rapidfuzz", reason="the extra `train` is not installed")
    shutil.copytree(data / "harbour", data / "fundus")
    said = []
    found = training_examples([find_sets(data)["fundus"]], said.append, workers=1)
    assert [(one.form, one.url) for one in found[:6]] == [
        ("plain", f"https://harbour.example/harbour/{number}") for number in range(6)
    ]
    assert {one.form for one in found} >= {"plain", "bare", "mixed"}
    assert {one.set for one in found} == {"fundus"}
    assert said[0] == "6 pages of fundus"
    assert said[-1].startswith(f"{len(found)} examples")
