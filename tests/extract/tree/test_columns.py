"""A page as numbers: as many as there are names, finite, and of this page alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tree_pages import ANY_MARKUP, outline

from thresher.extract.tree import columns, sayings
from thresher.extract.tree.columns import Facts, names, rows

FACTS = st.builds(
    Facts, st.text(max_size=20), st.integers(0, 31), st.text(max_size=40), st.integers(0, 50), st.booleans()
)
PARAGRAPH = (
    "The ferry between the two harbours stopped running on Monday, after its engine room had taken in water, and "
    "nobody knows when it is going to sail again."
)
STORY = f"""<body><nav><ul><li><a href=/>Home</a><li><a href=/news>News</a></ul></nav>
<div class="article-body" id=story><h1>Ferry stops</h1><p>{PARAGRAPH}</p><p>And {PARAGRAPH}</p></div>
<div class=related><h3>Read also</h3><ul><li><a href=/1>The dam road is closed</a></ul></div>
<div class=comments hidden><h3>2 Comments</h3><p>No ferry, no cars.</p></div>"""


def column(name, markup=STORY, facts=Facts()):  # noqa: B008 - frozen
    page = outline(markup)
    values = rows(page, facts).numbers[:, names().index(name)]
    return dict(zip(page.texts, map(float, values), strict=True))


def those(name, markup=STORY, facts=Facts()):  # noqa: B008 - frozen
    """The texts whose column is not zero."""
    return [text for text, value in column(name, markup, facts).items() if value]


def test_every_column_has_a_name_of_its_own():
    assert len(set(names())) == len(names())


@settings(deadline=None, max_examples=60)
@given(ANY_MARKUP, FACTS)
def test_a_page_has_a_finite_number_for_each_block_and_name(markup, facts):
    page = outline(markup)
    assume(page.texts)
    found = rows(page, facts)
    assert found.numbers.shape == (len(page.texts), len(names()))
    assert np.isfinite(found.numbers).all()
    assert (np.abs(found.numbers) < 1_000).all()  # halved floats of training hold them


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.filter_too_much])
@given(ANY_MARKUP, ANY_MARKUP, FACTS)
def test_the_rows_of_a_page_are_the_same_whatever_was_read_before(markup, other, facts):
    page, another = outline(markup), outline(other)
    assume(page.texts and another.texts)
    once = rows(page, facts)
    rows(another, Facts())
    again = rows(outline(markup), facts)
    assert np.array_equal(once.numbers, again.numbers)
    assert np.array_equal(once.words, again.words)


@pytest.mark.parametrize(
    "markup", ["a", "<p>a", "<title>t</title>a<br>a", "<h1></h1>\u4e00", "<b>" * 50 + "x", "1 " * 5_000]
)
def test_the_smallest_and_the_strangest_pages_have_finite_numbers(markup):
    assert np.isfinite(rows(outline(markup), Facts()).numbers).all()


def test_a_page_of_very_many_blocks_has_finite_numbers():
    found = rows(outline("<ul>" + "<li><a href=x>y</a> z. " * 20_000 + "</ul>"), Facts("y", 1, "z", 3, digits=True))
    assert np.isfinite(found.numbers).all()


@pytest.mark.parametrize("name", ["words", "is prose", names()[-1]])
def test_a_column_is_found_by_its_name(name):
    found = rows(outline(STORY), Facts())
    assert found.column(name).tolist() == found.numbers[:, names().index(name)].tolist()


def test_the_words_of_each_block_are_counted():
    assert rows(outline("<p>Ferry<p>The dam road"), Facts()).words.tolist() == [1, 3]


def test_names_of_elements_reach_down_to_the_blocks_in_them():
    assert those("comment around") == ["2 Comments", "No ferry, no cars."]
    assert those("related around") == ["Read also", "The dam road is closed"]
    assert those("body near") == ["Ferry stops", PARAGRAPH, f"And {PARAGRAPH}"]


def test_elements_reach_down_to_the_blocks_in_them():
    assert those("<nav> around") == ["Home", "News"]
    assert those("<li> near") == ["Home", "News", "The dam road is closed"]


def test_names_of_the_whole_page_say_nothing_of_a_block():
    assert those("comment around", "<body class=comments-open><p>Sails") == []


def test_prose_is_what_is_long_and_no_link():
    assert those("is prose", f"{STORY}<p><a href=x>{PARAGRAPH} Linked.</a>") == [PARAGRAPH, f"And {PARAGRAPH}"]


def test_hidden_elements_hide_what_is_in_them():
    assert those("is hidden") == ["2 Comments", "No ferry, no cars."]


def test_what_stands_twice_is_known_the_second_time():
    page = outline("<p>Ferry<p>Dam<p>Ferry")
    found = rows(page, Facts()).numbers
    assert found[:, names().index("stood before")].tolist() == [0, 0, 1]
    assert found[:, names().index("stands again")].tolist() == [0.5, 0, 0.5]


def test_the_headline_is_the_heading_that_the_title_names():
    markup = "<h1>Bay Courier</h1><h2>Ferry stops today</h2><p>It stopped."
    assert those("is headline", markup, Facts("Ferry stops today | Bay Courier")) == ["Ferry stops today"]
    assert those("is h1", markup, Facts("Ferry stops today | Bay Courier")) == ["Bay Courier"]
    assert those("below headline", markup, Facts("Ferry stops today")) == ["It stopped."]


def test_what_an_announcement_announces_stands_soon_after_it():
    assert "The dam road is closed" in those("soon after related")
    assert "Home" not in those("soon after related")
    assert those("under related 2") != []


MOST_SPACES = f"{'a ' * (sayings.WORDS - 2)}comments b"
MOST_CHARS = "comments ".ljust(sayings.CHARS, "x")


@pytest.mark.parametrize("short", [MOST_SPACES, MOST_CHARS])
def test_only_a_short_text_announces(short):
    assert those("says comments", f"<p>{short}") == [short]
    assert those("says comments", f"<p>{short.replace('comments', 'comments x')}") == []


def test_a_sentence_announces_nothing():
    said = "The council said that it would not comment on the matter before the end of the month, in May."
    assert those("says comments", f"<h3>2 comments</h3><p>{said}</p>") == ["2 comments"]


def test_the_declared_body_marks_the_blocks_that_are_in_it():
    assert those("in body", STORY, Facts(bodies=f"{PARAGRAPH} More.")) == [PARAGRAPH]
    assert those("has body") == []


@pytest.mark.parametrize("place", range(len(columns.DECLARED)))
def test_what_the_page_declares_is_a_column_of_all_its_blocks(place):
    found = rows(outline(STORY), Facts(declared=1 << place)).numbers
    for name in columns.DECLARED:
        expected = float(name == columns.DECLARED[place])
        assert (found[:, names().index(f"declared {name}")] == expected).all()
