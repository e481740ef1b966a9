"""Votes on metadata from markup: one parse, one selection, one walk over what it selects."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from thresher.extract.depth import limited
from thresher.extract.embedded import readable
from thresher.metadata import dates, detectors, items, jsonld, licences, meta, moments, pictures, shelves, url, when
from thresher.metadata.ballot import Ballot
from thresher.metadata.body import Body
from thresher.metadata.candidate import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from thresher.nouns import Capture, Vote

SELECTED = (
    'meta, link[rel], title, h1, h2, h3, time, script[type="application/ld+json" i], [itemprop], [rel~="author" i], '
    '[class*="author" i], [class*="byline" i], [class*="autor" i], [class*="authname" i], [class*="date" i], '
    '[class*="publish" i], a[href*="/author"], a[href*="/autor"], ' + items.SELECTED
)
STATE = re.compile(
    r"(?i)(?:\"|&quot;|\\\")(publish(?:ed)?_?(?:at|date|time|on)?|date_?published|date_?created|created_?at|pub_?date|"
    r"modified_?at|updated_?at|date_?modified)(?:\"|&quot;|\\\")\s?:\s?(?:\"|&quot;|\\\")(\d{4}-\d\d-\d\d[T0-9:+.Z-]{0,24})"
)
"""A date in the data of a script, its quotes plain or escaped."""
STATE_CHARS = 2_000_000
STATES = 5
HARDLY = 0.05
"""Votes that count less than this do not keep the slow voters from being asked."""
HTMLDATE_CHARS = 500_000
"""Longest markup that htmldate is asked about."""
LATEST = "2100-01-01"
"""The bound of htmldate where the capture has no date; the clock must not set it."""
LINKS = (("canonical", "canonical_url"), ("license", "license"))
"""What `link` elements of the head tell, by their `rel`."""
METAS = 3_000
"""Most `<meta>` and `<link>` elements that are looked at: real pages have up to 200."""
ELEMENTS = 400
"""Most other elements that are looked at."""


def votes(markup: str, capture: Capture, tree: LexborHTMLParser | None = None) -> tuple[Vote, ...]:
    """All votes that the markup, the HTTP headers and the capture's address cast, in the order found.

    `tree` is the markup parsed, as `extract.page.opened` has it, when the caller has it already.
    """
    if tree is None:
        from selectolax.lexbor import LexborHTMLParser

        tree = LexborHTMLParser(readable(markup))
    ballot = Ballot()
    cast_beside(capture, ballot)
    selected = _selected(tree)
    _cast_head(selected, tree, ballot)
    addresses = [capture.url, *(vote.value for vote in ballot.votes("canonical_url"))]
    jsonld.cast((node.text() for node in selected if node.tag == "script"), addresses, ballot)
    Body(selected, ballot).cast()
    licences.cast_links(tree, markup, ballot)
    shelves.cast_links(tree, markup, ballot)
    pictures.cast_element(markup, capture.url, ballot)
    bounds = _bounds(ballot, capture)
    if not _is_dated(ballot, bounds):
        _cast_state(markup, ballot)
    if not _is_dated(ballot, bounds) or when.is_disputed(ballot.votes("published"), bounds):
        ballot.cast("published", _htmldate(markup, capture), "htmldate")
    return tuple(ballot)


def _bounds(ballot: Ballot, capture: Capture) -> dates.Bounds:
    """What bounds the dates of a page, by the language that it declares first."""
    tag = next((vote.value for vote in ballot.votes("language")), None)
    return dates.Bounds(capture.captured_at, moments.month_first(tag, url.host(capture.url)), detectors.subtag(tag))


def _is_dated(ballot: Ballot, bounds: dates.Bounds) -> bool:
    """Whether any vote of some weight gives a date that reads as one; HTTP's alone does not count."""
    return any(
        counted(vote) >= HARDLY and dates.readings(vote.value, bounds)
        for field in ("published", "modified")
        for vote in ballot.votes(field)
        if vote.source != "http"
    )


def _htmldate(markup: str, capture: Capture) -> str | None:
    """The date that htmldate finds, not after the capture; it is slow, so that it is asked last.

    It is given a parsed tree, because it would fetch a text that looks like an address.
    """
    if len(markup) > HTMLDATE_CHARS or not markup.strip():
        return None
    from htmldate import find_date
    from lxml import etree
    from lxml import html as lxml_html

    latest = capture.captured_at.date().isoformat() if capture.captured_at else LATEST
    try:
        parser = lxml_html.HTMLParser(encoding="utf-8")
        tree = lxml_html.document_fromstring(limited(markup).encode("utf-8", "replace"), parser=parser)
        found = find_date(
            tree,
            original_date=True,
            extensive_search=False,
            url=capture.url,
            min_date=moments.FIRST.isoformat(),
            max_date=latest,
        )
    except (etree.LxmlError, ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError):
        return None  # markup that it was not made for; a voter may abstain
    return str(found) if found else None


def _cast_state(markup: str, ballot: Ballot) -> None:
    """Cast the votes of dates in scripts that hold the state of the page; asked only where all else is silent."""
    for match in islice(STATE.finditer(markup[:STATE_CHARS]), STATES):
        field = "modified" if match[1][0] in "mMuU" else "published"
        ballot.cast(field, match[2], "script")


def cast_beside(capture: Capture, ballot: Ballot) -> None:
    """Cast the votes of what came beside the body: hints, HTTP headers and the address."""
    for field, value in capture.hints:
        ballot.cast(field, value, "capture")
    for name, value in capture.headers:
        if name == "last-modified":
            ballot.cast("modified", value, "http")
        elif name == "content-language":
            ballot.cast("language", value, "http")
    ballot.cast("published", url.date_in(capture.url), "url")


def _selected(tree: LexborHTMLParser) -> list[LexborNode]:
    """The selected elements in document order, each once, within the limits."""
    found: list[LexborNode] = []
    last = heads = others = 0
    for node in tree.css(SELECTED):
        if node.mem_id == last:  # an element comes once for each selector that it meets, one after the other
            continue
        last = node.mem_id
        if node.tag in {"meta", "link", "script", "title"}:
            heads += 1
            keep = heads <= METAS
        else:
            others += 1
            keep = others <= ELEMENTS
        if keep:
            found.append(node)
    return found


def _cast_head(selected: Iterable[LexborNode], tree: LexborHTMLParser, ballot: Ballot) -> None:
    titled = False
    for node in selected:
        tag = node.tag
        if tag == "meta":
            meta.cast(node.attributes, ballot)
        elif tag == "link":
            attributes = node.attributes
            relations = (attributes.get("rel") or "").lower().split()
            for relation, field in LINKS:
                if relation in relations:
                    ballot.cast(field, attributes.get("href"), "link")
        elif tag == "title" and not titled and node.parent is not None and node.parent.tag != "svg":
            titled = True
            ballot.cast("title", node.text(), "title")
    root = tree.root
    if root is not None:
        ballot.cast("language", root.attributes.get("lang") or root.attributes.get("xml:lang"), "html")
