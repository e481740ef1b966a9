"""Pages that are errors in disguise: sent as pages, but holding none.

Precision first: each recogniser needs its words in a place where only such a page has them (a
whole part of the title, a heading, a short line), and a page with prose of its own is never one,
so that an article about missing pages, cookies or domain sales survives. English, German, French,
Spanish.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.extract import phrases
from thresher.extract.prose import prose_words, words_of
from thresher.nouns import BlockKind, Reason
from thresher.words import word_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from selectolax.lexbor import LexborHTMLParser

    from thresher.extract.tree.walk import Outline
    from thresher.nouns import Block

_ERROR_PROSE = 70  # words of prose that an error page may have: "The page you are looking for …"
_PARKED_PROSE = 120
_PARKED_WORDS = 400
_CONSENT_WORDS = 1500  # a wall lists its partners and purposes at length
_CONSENT_REST = 40  # words of prose about anything else
_SHELL_WORDS = 40
_LINE_WORDS = 16  # a line that states what the page is
_LONG_CHARS = 300  # of a block that most likely holds prose
_BLOCK_CHARS = 2000  # of a block that are looked at
_CHARS = 300  # of a line that are looked at

_ERROR = phrases.whole(phrases.ERROR)
_CONSENT = phrases.anywhere(phrases.CONSENT)
_CONSENT_STATED = phrases.anywhere(phrases.CONSENT_STATED)
_ACCEPT = phrases.whole(phrases.ACCEPT)
_SIGN_IN = phrases.whole(phrases.SIGN_IN)
_PARKED = phrases.anywhere(phrases.PARKED)
_DEFAULT_SITE = phrases.whole(phrases.DEFAULT_SITE)
_JAVASCRIPT = phrases.anywhere(phrases.JAVASCRIPT)
_SCRIPT = re.compile("<script", re.IGNORECASE)
_ROOTS = "#root,#app,#__next,#__nuxt,#___gatsby,#react-root,#main-app,#svelte,app-root,[ng-app],[data-reactroot]"
_PART = re.compile(
    "\\s[|\u2013\u2014\u00b7:\u00bb\u00ab/\u2022-]\\s|\\s?[|\u00bb\u00ab]\\s?|:\\s"
)  # what parts a title


def recognised(tree: LexborHTMLParser, outline: Outline, markup: str) -> tuple[Reason, str] | None:
    """Why a page is an error in disguise, with the words that show it; None when it is not.

    `markup` is the page as captured, with its scripts.
    """
    if _has_article(outline):
        return None
    page = outline.blocks()
    prose = prose_words(page, enough=_PARKED_PROSE)
    if prose < _PARKED_PROSE and (said := _parked(tree, page)):
        return Reason.PARKED_DOMAIN, said
    if prose < _ERROR_PROSE and (said := _error(tree, page)):
        return Reason.SOFT_404, said
    if prose_words(_others(page), enough=_CONSENT_REST) < _CONSENT_REST and (said := _consent(tree, page)):
        return Reason.CONSENT_WALL, said
    if (said := _shell(tree, page)) and _SCRIPT.search(markup):
        return Reason.EMPTY_SHELL, said
    return None


def _has_article(outline: Outline) -> bool:
    """Whether the long blocks alone show that a page is none of them, as mostly two or three do."""
    long = [outline.block(at) for at, text in enumerate(outline.texts) if len(text) >= _LONG_CHARS]
    is_prose = prose_words(long, enough=_PARKED_PROSE) >= _PARKED_PROSE
    return is_prose and prose_words(_others(long), enough=_CONSENT_REST) >= _CONSENT_REST


def _others(page: Iterable[Block]) -> Iterator[Block]:
    """The blocks that do not speak of consent."""
    return (block for block in page if not _CONSENT.search(block.text[:_BLOCK_CHARS]))


def _error(tree: LexborHTMLParser, page: Sequence[Block]) -> str | None:
    headings = [block.text for block in page if block.kind is BlockKind.HEADING][:3]
    title = _title(tree)
    for line in (title, *_PART.split(title), *headings, *(block.text for block in page[:3])):
        if len(line) <= _CHARS and word_count(line) <= _LINE_WORDS and _ERROR.match(line):
            return line
    return None


def _consent(tree: LexborHTMLParser, page: Sequence[Block]) -> str | None:
    """A wall of consent or sign-in, on a page with no prose beside: it states its business and has its button."""
    total = sum(word_count(block.text) for block in page)
    if total > _CONSENT_WORDS:
        return None
    stated = next((block.text for block in page if _CONSENT_STATED.search(block.text[:_CHARS])), None)
    about = sum(word_count(block.text) for block in page if _CONSENT.search(block.text[:_BLOCK_CHARS]))
    if stated and about * 2 >= total and any(_ACCEPT.match(label) for label in _buttons(tree)):
        return stated[:_CHARS]
    has_password = tree.css_first('input[type="password"]') is not None
    headings = (_title(tree), *(block.text for block in page if block.kind is BlockKind.HEADING))
    if has_password and prose_words(page) < _CONSENT_REST:
        parts = (part for heading in headings for part in _PART.split(heading[:_CHARS]))
        return next((part for part in parts if _SIGN_IN.match(part)), None)
    return None


def _buttons(tree: LexborHTMLParser) -> Iterator[str]:
    for element in tree.css("button,input[type=submit],input[type=button],a,[role=button]"):
        label = element.text() or element.attributes.get("value") or ""
        if len(label) <= _CHARS:
            yield " ".join(label.split())


def _parked(tree: LexborHTMLParser, page: Sequence[Block]) -> str | None:
    if words_of(page, _PARKED_WORDS + 1) > _PARKED_WORDS:
        return None
    for line in (_title(tree), *(block.text for block in page[:40])):
        if (
            len(line) <= _CHARS
            and word_count(line) <= 2 * _LINE_WORDS
            and (_PARKED.search(line) or _DEFAULT_SITE.match(line))
        ):
            return line
    return None


def _shell(tree: LexborHTMLParser, page: Sequence[Block]) -> str | None:
    """A page whose content only scripts would have filled in."""
    if words_of(page, _SHELL_WORDS) >= _SHELL_WORDS:
        return None
    if any(_JAVASCRIPT.search(block.text[:_CHARS]) for block in page):
        return "asks for JavaScript"
    if any(_JAVASCRIPT.search(element.text()[:2000]) for element in tree.css("noscript")):
        return "asks for JavaScript"
    root = tree.css_first(_ROOTS)
    if root is not None and word_count(root.text()[:2000]) < _SHELL_WORDS:
        return "the root element is empty"
    return None


def _title(tree: LexborHTMLParser) -> str:
    element = tree.css_first("title")
    return " ".join(element.text().split())[:_CHARS] if element is not None else ""
