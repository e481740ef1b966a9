"""Licences: what links, meta elements, JSON-LD and lines of text say, as one address and one SPDX identifier."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from thresher.lazy import lazy
from thresher.metadata.candidate import Candidate, counted, ranked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from thresher.metadata.ballot import Ballot
    from thresher.nouns import Vote

URL_CHARS = 300
"""Longest address of a licence."""
LINKS = 40
"""Most links of a page that are looked at."""
OF_PICTURE = 0.3
"""How far a licence counts that stands within a figure or a caption."""
UNMARKED = 0.6
"""How far a link to a licence counts that does not say `rel=license`: it may be another's work that is spoken of."""
SELECTOR = 'a[href*="creativecommons.org/"]'
SIGN = "creativecommons.org/"
"""Markup without it has no such link; `find` is cheaper than a selection."""

_CC = lazy(
    r"creativecommons\.org/(?:licenses/(?P<kind>by(?:-nc)?(?:-nd|-sa)?|by-nd-nc)/(?P<version>[1-4]\.[05])"
    r"(?:/(?P<place>[a-z]{2,3})(?![a-z]))?|publicdomain/(?P<domain>zero|mark)/1\.0)",
    re.IGNORECASE,
)
_NAMED = lazy(
    r"\bCC[ -]?(?P<kind>(?<=[ -])BY(?:-NC)?(?:-ND|-SA)?|0)[ -]?(?P<version>[1-4]\.[05])?\b"
    r"|\b(?:Creative Commons[ :,-]{1,3})?Attribution"
    r"(?P<words>(?:[ -](?:Non-?Commercial|Share-?Alike|No-?Deriv(?:ative)?s)){0,2}),? (?:License )?"
    r"(?P<number>[1-4]\.[05]) (?:International|Unported)",
    re.IGNORECASE,
)
_PLACES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        # what SPDX lists of the forms for single countries
        "CC-BY-2.5": frozenset({"AU"}),
        "CC-BY-3.0": frozenset({"AT", "AU", "DE", "IGO", "NL", "US"}),
        "CC-BY-NC-3.0": frozenset({"DE"}),
        "CC-BY-NC-ND-3.0": frozenset({"DE", "IGO"}),
        "CC-BY-NC-SA-2.0": frozenset({"DE", "FR", "UK"}),
        "CC-BY-NC-SA-3.0": frozenset({"DE", "IGO"}),
        "CC-BY-ND-3.0": frozenset({"DE"}),
        "CC-BY-SA-2.0": frozenset({"UK"}),
        "CC-BY-SA-2.1": frozenset({"JP"}),
        "CC-BY-SA-3.0": frozenset({"AT", "DE", "IGO"}),
    }
)
_OTHERS: Mapping[str, str] = MappingProxyType(
    {
        # part of an address: SPDX
        "gnu.org/licenses/fdl-1.3": "GFDL-1.3",
        "gnu.org/copyleft/fdl": "GFDL-1.3",
        "nationalarchives.gov.uk/doc/open-government-licence/version/3": "OGL-UK-3.0",
        "nationalarchives.gov.uk/doc/open-government-licence/version/2": "OGL-UK-2.0",
        "opendatacommons.org/licenses/odbl": "ODbL-1.0",
        "opendatacommons.org/licenses/by": "ODC-By-1.0",
        "apache.org/licenses/license-2.0": "Apache-2.0",
        "opensource.org/licenses/mit": "MIT",
        "opensource.org/license/mit": "MIT",
        "etalab.gouv.fr/licence-ouverte-open-licence": "etalab-2.0",
    }
)


def spdx(address: str) -> str | None:
    """The SPDX identifier of the licence at an address, or None for one that it does not list."""
    if match := _CC.search(address):
        if domain := match["domain"]:
            return "CC0-1.0" if domain.lower() == "zero" else "CC-PDM-1.0"
        kind = match["kind"].upper().replace("BY-ND-NC", "BY-NC-ND")
        name = f"CC-{kind}-{match['version']}"
        place = (match["place"] or "").upper()
        return f"{name}-{place}" if place in _PLACES.get(name, ()) else name
    lower = address.lower()
    return next((name for part, name in _OTHERS.items() if part in lower), None)


def address(value: str) -> str | None:
    """The address of the licence that a value names or links to; Creative Commons' in one spelling."""
    value = value.strip()
    if match := _CC.search(value):
        if match["domain"]:
            return f"https://creativecommons.org/publicdomain/{match['domain'].lower()}/1.0/"
        place = f"{match['place'].lower()}/" if match["place"] else ""
        kind = match["kind"].lower().replace("by-nd-nc", "by-nc-nd")
        return f"https://creativecommons.org/licenses/{kind}/{match['version']}/{place}"
    if value.startswith(("https://", "http://")) and len(value) <= URL_CHARS and not re.search(r"\s", value):
        return value
    return named(value)


def named(text: str) -> str | None:
    """The address of the Creative Commons licence that a text names with its version: "CC BY-SA 4.0"."""
    match = _NAMED.search(text)
    if match is None:
        return None
    if (match["kind"] or "") == "0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    version = match["version"] or match["number"]
    if version is None:
        return None
    words = (match["words"] or "").lower().replace("-", "")
    parts = [short for long, short in (("noncomm", "nc"), ("sharealike", "sa"), ("noderiv", "nd")) if long in words]
    kind = match["kind"].lower() if match["kind"] else "-".join(["by", *parts])
    return f"https://creativecommons.org/licenses/{kind}/{version}/"


def cast_links(tree: LexborHTMLParser, markup: str, ballot: Ballot) -> None:
    """Cast the votes of links to Creative Commons; `link` elements of the head vote with the others there."""
    if SIGN not in markup:
        return
    for node in tree.css(SELECTOR)[:LINKS]:
        attributes = node.attributes
        marked = "license" in (attributes.get("rel") or "").lower().split()
        href = attributes.get("href") or ""
        if marked or spdx(href):
            share = (1.0 if marked else UNMARKED) * (OF_PICTURE if _is_of_picture(node) else 1.0)
            ballot.cast("license", href, "link", share)


def _is_of_picture(node: LexborNode) -> bool:
    current: LexborNode | None = node
    for _ in range(5):
        if current is None or current.tag in {"body", "html"}:
            return False
        classes = (current.attributes.get("class") or "")[:200].lower()
        if current.tag in {"figure", "figcaption"} or re.search(r"caption|credit|image|photo|media", classes):
            return True
        current = current.parent
    return False


def cast_node(node: Mapping[str, Any], confidence: float, ballot: Ballot) -> None:
    """Cast the votes of a JSON-LD node."""
    value = node.get("license")
    for item in (value if isinstance(value, list) else [value])[:4]:
        if isinstance(item, dict):
            item = item.get("url") or item.get("@id") or item.get("name")  # noqa: PLW2901 - what stands for it
        ballot.cast("license", item, "json-ld", confidence)


def candidates(votes: Sequence[Vote]) -> list[Candidate]:
    """Addresses of licences; values that name none are dropped."""
    found: dict[str, Candidate] = {}
    for vote in votes[:40]:
        if where := address(vote.value):
            found.setdefault(where, Candidate(where)).hear(vote.source, counted(vote))
    return ranked(found.values())


def identifiers(addresses: Iterable[Candidate]) -> list[Candidate]:
    """The winning address as an SPDX identifier, where it has one."""
    for winner in list(addresses)[:1]:
        if name := spdx(str(winner.value)):
            return [Candidate(name, "license", dict(winner.voices))]
    return []
