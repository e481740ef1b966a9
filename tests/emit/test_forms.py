"""What an article holds beside its text, from the page to the output row."""

from __future__ import annotations

from dataclasses import replace

import jsonschema
import pytest

from thresher import Article, Capture, CaptureKind, Cleaner, Origin, Settings, clean_html
from thresher.emit.fields import schema
from thresher.emit.rows import article_row
from thresher.flow import to_article, to_page
from thresher.kit import Kit
from thresher.nouns import Block, BlockKind, Page

URL = "https://harbour.example/news/ferries"
STORY = (
    "The harbour board decided on Monday evening that the ferry to Harrow Island will run every hour from May on.",
    "Passengers had asked for more crossings since the bridge was closed to lorries in the autumn of last year.",
    "The board expects the new timetable to cost about as much as the old one, because smaller boats will be used.",
)
MARKUP = f"""<html><head><title>Hourly ferries</title><base href="/archive/"></head><body>
<nav><a href="/">Home</a></nav><article><h1>Hourly ferries to Harrow &lt;Island&gt;</h1>
<p>{STORY[0].replace("harbour board", "<a href='../board?a=1&amp;b=2'>harbour <b>board</b></a>")}</p>
<p>{STORY[1].replace("bridge", "<a href='javascript:alert(1)'>bridge</a>")}</p>
<ol><li>The first boat leaves at six in the morning.</li>
<li>The last boat leaves at ten in the <a href=tides>evening</a>.</li></ol>
<table><tr><th>Pier</th><th>Boats</th></tr><tr><td>East *</td><td>6</td></tr><tr><td>West</td><td>none</td></tr></table>
<p>{STORY[2]}</p><p>Share this article</p></article></body></html>"""
BOATS = ("first boat leaves at six in the morning", "last boat leaves at ten in the evening")
BOARD = "https://harbour.example/board?a=1&b=2"


def settings(**sections) -> Settings:
    return Settings().changed(sections)


def article(**sections) -> Article:
    made = clean_html(MARKUP, URL, cleaner=Cleaner(settings(**sections), strict=True))
    assert isinstance(made, Article)
    return made


def page(*comments: str) -> Page:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in STORY)
    capture = Capture(Origin("a.warc"), URL, None, CaptureKind.HTML)
    return Page(capture, blocks, comments=tuple(Block(BlockKind.PARAGRAPH, text) for text in comments))


def told(*comments: str, **sections) -> tuple[str, ...]:
    return to_article(page(*comments), Kit.load(settings(**sections))).comments


def test_an_article_has_no_other_form_unless_asked():
    plain = article()
    assert (plain.markdown, plain.html, plain.comments) == (None, None, ())


def test_the_forms_say_what_the_text_says_with_its_structure():
    one = article(record={"forms": ["markdown", "html"]})
    assert one == replace(article(), markdown=one.markdown, html=one.html)
    assert one.markdown.split("\n\n") == [
        "# Hourly ferries to Harrow \\<Island>",
        *STORY[:2],
        "1. The first boat leaves at six in the morning.\n2. The last boat leaves at ten in the evening.",
        "| Pier | Boats |\n| --- | --- |\n| East \\* | 6 |\n| West | none |",
        STORY[2],
    ]
    head = "<tr><th>Pier</th><th>Boats</th></tr>"
    body = "<tr><td>East *</td><td>6</td></tr><tr><td>West</td><td>none</td></tr>"
    assert one.html.split("\n") == [
        "<h1>Hourly ferries to Harrow &lt;Island&gt;</h1>",
        *(f"<p>{text}</p>" for text in STORY[:2]),
        f"<ol>{''.join(f'<li>The {text}.</li>' for text in BOATS)}</ol>",
        f"<table><thead>{head}</thead><tbody>{body}</tbody></table>",
        f"<p>{STORY[2]}</p>",
    ]


def test_one_form_alone_can_be_asked_for():
    assert article(record={"forms": ["html"]}).markdown is None
    assert article(record={"forms": ["markdown"]}).html is None


def test_links_are_shown_when_asked_for_and_those_of_scripts_never():
    one = article(record={"forms": ["markdown", "html"]}, extract={"links": True})
    assert one.text == article().text
    assert f"The [harbour board]({BOARD.replace('&', chr(92) + '&')}) decided" in one.markdown
    assert "[evening](https://harbour.example/archive/tides)." in one.markdown
    assert one.html.count("<a ") == 2
    assert f'<a href="{BOARD.replace("&", "&amp;")}">harbour board</a>' in one.html
    assert "script" not in one.html + one.markdown


def test_pages_hold_no_links_unless_asked_for():
    capture = Capture(Origin("a.warc"), URL, None, CaptureKind.HTML, MARKUP.encode())
    without, with_links = (
        to_page(capture, Kit.load(settings(extract={"links": wanted}))).blocks for wanted in (False, True)
    )
    assert not [block for block in without if block.links]
    assert tuple(replace(block, links=()) for block in with_links) == without
    assert sum(len(block.links) for block in with_links) == 2


def test_comments_are_a_field_when_asked_for_and_never_judged_or_in_the_text():
    comments = ("  Share this article ", "", "I was there. It was cold.")
    kit = Kit.load(settings(extract={"comments": "field"}, record={"forms": ["markdown", "html"]}))
    one = to_article(page(*comments), kit)
    assert one.comments == ("Share this article", "I was there. It was cold.")
    assert [text for text in (one.text, one.markdown, one.html) if "cold" in text] == []
    assert one.removals == to_article(page(), kit).removals
    assert told(*comments) == ()


def test_comments_are_bounded_in_number_and_length():
    asked = {"extract": {"comments": "field"}, "limits": {"comments": 2, "comment_chars": 5}}
    assert told("", "One day", "Two", "Three", **asked) == ("One d", "Two")


@pytest.mark.parametrize("forms", [[], ["markdown"], ["html", "markdown"]])
def test_every_row_meets_the_schema(forms):
    one = article(record={"forms": forms}, extract={"links": True, "comments": "field"})
    row = article_row("digest")(replace(one, comments=("A comment.",)))
    jsonschema.Draft202012Validator(schema()).validate(row)
    assert (row["markdown"], row["html"], row["comments"]) == (one.markdown, one.html, ["A comment."])
