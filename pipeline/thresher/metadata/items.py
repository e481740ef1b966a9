"""What an element says that it holds: microdata (`itemprop`), RDFa (`property`) and microformats (`h-entry`)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborNode

SELECTED = (
    '[property], [class~="p-name"], [class~="p-author"], [class~="p-summary"], [class~="p-category"], '
    '[class~="dt-published"], [class~="dt-updated"], [class~="entry-title"], [class~="fn"]'
)
"""What is selected beside the elements with `itemprop`."""

PROPERTIES: Mapping[str, tuple[str, float]] = MappingProxyType(
    {
        # schema.org's property in lower case: field, the voter's own confidence
        "headline": ("title", 1.0),
        "name": ("title", 0.25),
        "alternativeheadline": ("deck", 1.0),
        "author": ("authors", 1.0),
        "creator": ("authors", 0.8),
        "datepublished": ("published", 1.0),
        "datecreated": ("published", 0.7),
        "datemodified": ("modified", 1.0),
        "articlesection": ("section", 1.0),
    }
)
DUBLIN_CORE: Mapping[str, tuple[str, float]] = MappingProxyType(
    {
        "title": ("title", 0.8),
        "creator": ("authors", 1.0),
        "date": ("published", 0.8),
        "issued": ("published", 1.0),
        "created": ("published", 0.9),
        "modified": ("modified", 1.0),
    }
)
"""The same for RDFa of Dublin Core, as content systems of the Drupal kind write it."""
MICROFORMATS: Mapping[str, tuple[str, float]] = MappingProxyType(
    {
        # class: field, the voter's own confidence
        "p-name": ("title", 0.9),
        "entry-title": ("title", 0.9),
        "p-author": ("authors", 1.0),
        "fn": ("authors", 0.8),
        "dt-published": ("published", 1.0),
        "dt-updated": ("modified", 1.0),
        "p-summary": ("description", 0.6),
        "p-category": ("tags", 0.6),
    }
)
ENTRIES = frozenset({"h-entry", "hentry"})
CARDS = frozenset({"h-card", "vcard"})
CLIMBS = 16
_SCHEMA = ("schema:", "http://schema.org/", "https://schema.org/")
_DUBLIN = ("dc:", "dcterms:", "dc.", "http://purl.org/dc/terms/", "http://purl.org/dc/elements/1.1/")


def said(node: LexborNode, attributes: Mapping[str, str | None], classes: str) -> Iterator[tuple[str, float, str, str]]:
    """What an element holds, each as field, confidence, source and the name by which it says so."""
    for name in _names(attributes.get("itemprop")):
        if known := PROPERTIES.get(name):
            yield *known, "microdata", name
    for name in _names(attributes.get("property")):
        if known := rdfa(name, is_schema=attributes.get("typeof") is not None or _is_in_schema(node)):
            yield *known, "rdfa", name.rpartition(":")[2].rpartition("/")[2]
    tokens = classes.split()[:20]
    for mark in tokens:
        if (known := MICROFORMATS.get(mark)) and _belongs(node, mark):
            yield *known, "microformats", mark


def rdfa(name: str, *, is_schema: bool) -> tuple[str, float] | None:
    """Field and confidence of an RDFa property; names without a prefix count where the vocabulary is schema.org's."""
    for prefix in _SCHEMA:
        if name.startswith(prefix):
            return PROPERTIES.get(name.removeprefix(prefix))
    for prefix in _DUBLIN:
        if name.startswith(prefix):
            return DUBLIN_CORE.get(name.removeprefix(prefix))
    return PROPERTIES.get(name) if is_schema else None


def _names(value: str | None) -> list[str]:
    return value[:200].lower().split()[:4] if value else []


def _is_in_schema(node: LexborNode) -> bool:
    """Whether an element stands in one that names schema.org as its vocabulary, or is typed by it."""
    current = node.parent
    for _ in range(CLIMBS):
        if current is None:
            return False
        attributes = current.attributes
        vocabulary = f"{attributes.get('vocab') or ''} {attributes.get('typeof') or ''}"[:300].lower()
        if "schema.org" in vocabulary or "schema:" in vocabulary:
            return True
        current = current.parent
    return False


def _belongs(node: LexborNode, mark: str) -> bool:
    """Whether the nearest microformat round an element is an entry; for the name on a card, the card of an author."""
    current, is_on_card = node.parent, False
    for _ in range(CLIMBS):
        if current is None:
            return False
        tokens = frozenset((current.attributes.get("class") or "")[:400].lower().split())
        if tokens & ENTRIES:
            return mark != "fn" or is_on_card
        if tokens & CARDS:
            if mark != "fn" or not {"author", "p-author", "byline"} & tokens:
                return False
            is_on_card = True
        current = current.parent
    return False
