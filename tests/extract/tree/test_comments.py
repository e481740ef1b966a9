"""What readers wrote, told apart from the article."""

from __future__ import annotations

from tree_pages import judged, outline

from thresher.extract.tree.comments import reader_comments

MARKUP = """<article><p>The ferry sails again, six times a day.</p></article>
<div id="comments"><h3>Two comments so far</h3><p>No ferry, no cars, no trade.</p><p>Ida</p>
<p><a href=/more>Show all of the older ones</a></p><ul><li>I miss the old boat.</ul>
<div class="comment-form"><p>Your address is not shown.</p></div></div>
<p>The paper and its printers.</p>"""


def comments(text):
    """The comments of a page of which those texts are the article."""
    page = outline(MARKUP)
    places = [at for at, one in enumerate(page.texts) if one in text]
    return [block.text for block in reader_comments(judged(page, [0.5] * len(page.texts)), places)]


def test_comments_stand_in_elements_that_are_named_so_and_are_no_names_links_or_forms():
    assert comments(["The ferry sails again, six times a day."]) == [
        "Two comments so far",
        "No ferry, no cars, no trade.",
        "I miss the old boat.",
    ]


def test_what_is_the_text_of_the_page_is_no_comment_on_it():
    assert comments(["No ferry, no cars, no trade."]) == ["Two comments so far", "I miss the old boat."]
