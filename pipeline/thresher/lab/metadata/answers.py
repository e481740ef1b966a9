"""Who says what of a page's metadata: the product, and others on the same bytes in the same run."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from thresher.errors import RecordError
from thresher.lab.peers import as_markup
from thresher.nouns import CaptureKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from thresher.metadata.elect import Metadata
    from thresher.nouns import Capture

OURS = "thresher"
TRAFILATURA = "trafilatura"
HTMLDATE = "htmldate"
FIELDS = {"title": "title", "authors": "authors", "date": "published"}
"""The fields that are measured, as gold calls them, and what an article calls them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of a page; fields that nothing is said of are empty.

    `sure` is our confidence in each field, `counts` what the votes for the winner and for its strongest rival count.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    sure: Mapping[str, float] = field(default_factory=dict)
    counts: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def everyone() -> dict[str, Callable[[Capture], Answer]]:
    """All who are asked, by name."""
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return {OURS: product(), TRAFILATURA: trafilatura, HTMLDATE: htmldate}


def product() -> Callable[[Capture], Answer]:
    """The product as it runs, pages of every type kept."""
    from thresher.flow import to_article, to_page
    from thresher.kit import Kit
    from thresher.settings import Settings

    kit = Kit.load(Settings().changed({"extract": {"page_types": "all"}}))

    def ask(capture: Capture) -> Answer:
        with overheard() as elections:
            try:
                article = to_article(to_page(capture, kit), kit)
            except RecordError:
                return Answer()
        sure = {name: article.evidence[own].confidence for name, own in FIELDS.items() if own in article.evidence}
        return Answer(article.title, article.authors, article.published, sure, _counts(elections[-1]))

    return ask


def _counts(facts: Metadata) -> dict[str, tuple[float, float]]:
    stood = {name: facts.candidates.get(own, []) for name, own in FIELDS.items()}
    return {name: (one[0].count, one[1].count if one[1:] else 0.0) for name, one in stood.items() if one}


@contextmanager
def overheard() -> Iterator[list[Metadata]]:
    """The outcomes of all elections that are held while a block runs; the program runs as it is."""
    from thresher.metadata import elect

    heard: list[Metadata] = []
    held = elect.elect

    def listen(*args: Any) -> Metadata:
        heard.append(held(*args))
        return heard[-1]

    setattr(elect, "elect", listen)  # noqa: B010 - a function's name is no variable to mypy
    try:
        yield heard
    finally:
        setattr(elect, "elect", held)  # noqa: B010


def markup(capture: Capture) -> bytes | str:
    """The body of a capture as others want it: lines of text captures are paragraphs."""
    return capture.body if capture.kind is CaptureKind.HTML else as_markup(capture.body)


def trafilatura(capture: Capture) -> Answer:
    """What trafilatura reads, by its defaults."""
    from trafilatura.utils import load_html

    return trafilatura_of(load_html(markup(capture)), capture.url)


def trafilatura_of(tree: Any, url: str) -> Answer:
    """The same of a page that is parsed already."""
    from trafilatura.metadata import extract_metadata

    found = extract_metadata(tree, default_url=url) if tree is not None else None
    if found is None:
        return Answer()
    authors = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Answer(found.title or None, authors, found.date or None)


def htmldate(capture: Capture) -> Answer:
    """The date of first publication that htmldate finds, by its defaults."""
    from htmldate.utils import load_html

    return htmldate_of(load_html(markup(capture)), capture.url)


def htmldate_of(tree: Any, url: str) -> Answer:
    """The same of a page that is parsed already."""
    from htmldate import find_date

    return Answer(date=find_date(tree, original_date=True, url=url) if tree is not None else None)
