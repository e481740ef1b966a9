"""A text capture is shown by its own lines, each word in its tint."""

from __future__ import annotations

import re
from html import unescape

from thresher.extract.text import blocks, split
from thresher.inspector import plain
from thresher.inspector.tints import Placed
from thresher.settings import Limits

TEXT = """Menu one
  * Alpha item is here
  * Beta item is there

A paragraph that was wrapped by its renderer after a dozen words or so,
and that goes on over the next line, where it says a little more of it,
for three lines.

Another paragraph of the same width, which shows that the renderer did
wrap all of them at one column, so that they are put together again by
the reader.

Share this: <b>Facebook</b>
"""


def lines_of(html):
    return [
        unescape(re.sub("<[^>]+>", "", re.sub('<span class="(?:sr|no)".*?</span>', "", one)))
        for one in html.split('<div class="line"')[1:]
    ]


def shown(text, wanted, *, is_kept=True):
    limits = Limits()
    found = blocks(text, limits)
    number = next(at for at, one in enumerate(found) if wanted in one.text)
    cut = Placed(0, number, 0, len(found[number].text))
    return plain.rendered(split(text, limits), found, [cut], {0: "t-x\nwhy"}, is_kept=is_kept)


def marks(html):
    return [unescape(re.sub("<span.*?</span>", "", one)) for one in re.findall("<mark[^>]*>(.*?)</mark>", html)]


def test_the_lines_are_those_of_the_capture():
    shown_lines = [one.partition(">")[2] for one in lines_of(shown(TEXT, "Share"))]
    assert [one.rstrip() for one in shown_lines] == [one.rstrip() for one in TEXT.split("\n")]


def test_a_cut_of_wrapped_lines_is_tinted_on_each_of_them():
    lines = TEXT.split("\n")
    assert marks(shown(TEXT, "A paragraph")) == lines[4:7]


def test_a_bullet_is_no_part_of_a_cut_and_markup_is_words():
    assert marks(shown(TEXT, "Beta"))[0].strip() == "Beta item is there"
    assert marks(shown(TEXT, "Share")) == ["Share this: <b>Facebook</b>"]


def test_of_a_rejected_text_nothing_counts_as_kept():
    assert 'class="k"' in shown(TEXT, "Share")
    assert 'class="k"' not in shown(TEXT, "Share", is_kept=False)
