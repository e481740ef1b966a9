"""Votes of JSON-LD: the page's own article is found in the graph, then its fields are read.

Refuses to look at more than `SCRIPT_CHARS` of one script, `TOTAL_CHARS` of all, `NODES` objects and
`DEPTH` levels: a page cannot make this slow.
"""

from __future__ import annotations

import json
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from thresher.metadata import access, licences, pictures, shelves

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from thresher.metadata.ballot import Ballot

SCRIPT_CHARS = 1_000_000
TOTAL_CHARS = 2_000_000
SCRIPTS = 50
NODES = 5_000
DEPTH = 12

Node = dict[str, Any]

ARTICLE: Mapping[str, float] = MappingProxyType(
    {
        # type in lower case: how surely such a node is the page's own text
        "newsarticle": 1.0,
        "article": 1.0,
        "reportagenewsarticle": 1.0,
        "analysisnewsarticle": 1.0,
        "opinionnewsarticle": 1.0,
        "backgroundnewsarticle": 1.0,
        "reviewnewsarticle": 1.0,
        "blogposting": 1.0,
        "liveblogposting": 1.0,
        "socialmediaposting": 0.9,
        "discussionforumposting": 0.9,
        "techarticle": 1.0,
        "scholarlyarticle": 1.0,
        "medicalscholarlyarticle": 1.0,
        "satiricalarticle": 1.0,
        "advertisercontentarticle": 1.0,
        "report": 0.95,
        "recipe": 0.9,
        "howto": 0.8,
        "review": 0.5,
        "event": 0.5,
        "course": 0.6,
        "product": 0.6,
        "jobposting": 0.6,
        "medicalwebpage": 0.8,
        "qapage": 0.7,
        "faqpage": 0.6,
        "webpage": 0.7,
        "itempage": 0.7,
        "aboutpage": 0.6,
        "collectionpage": 0.5,
        "podcastepisode": 0.8,
        "videoobject": 0.35,
    }
)
PARTS = frozenset(
    {"liveBlogUpdate", "comment", "review", "reviews", "itemListElement", "mentions", "about", "isRelatedTo", "hasPart"}
    | {"suggestedAnswer", "acceptedAnswer", "isPartOf", "potentialAction", "associatedMedia"}
)
"""Properties whose objects are other things than the page; they are not entered."""

ELSEWHERE = 0.5
"""How far a node counts that names another address than the page's."""
UNPLACED = 0.95
"""How far a node counts that names no address."""

PLACES = frozenset({"website", "organization", "newsmediaorganization", "corporation", "localbusiness"})
PROPERTIES = (
    # field, property, share of the node's confidence
    ("published", "datePublished", 1.0),
    ("published", "dateCreated", 0.7),
    ("modified", "dateModified", 1.0),
    ("section", "articleSection", 1.0),
    ("language", "inLanguage", 1.0),
    ("description", "description", 1.0),
    ("deck", "alternativeHeadline", 1.0),
    ("publisher", "sourceOrganization", 1.0),
    ("publisher", "isBasedOn", 0.8),
    ("publisher", "isBasedOnUrl", 0.8),
    ("tags", "keywords", 1.0),
)
TRAILING_COMMA = re.compile(r",(\s*[}\]])")
PAIR = re.compile(
    r'"(headline|datePublished|dateModified|articleSection)"\s*:\s*"((?:[^"\\\n]|\\.){1,400})"'
    r'|"author"\s*:\s*[\[{\s]{0,20}"@type"\s*:\s*"Person"\s*,\s*"name"\s*:\s*"((?:[^"\\\n]|\\.){1,100})"'
)


def _types(node: Node) -> list[str]:
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rpartition("/")[2].rpartition(":")[2].lower() for kind in listed[:8] if isinstance(kind, str)]


def _parsed(script: str) -> object | None:
    """The script's data; None when no mending makes it JSON."""
    text = script.strip().removeprefix("<!--").removesuffix("-->").strip()
    text = text.removeprefix("//<![CDATA[").removeprefix("<![CDATA[").removesuffix("//]]>").removesuffix("]]>")
    text = text.strip().rstrip(";")
    for attempt in (str, lambda broken: TRAILING_COMMA.sub(r"\1", broken)):
        try:
            return json.loads(attempt(text), strict=False)  # type: ignore[no-any-return]
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(data: object) -> list[Node]:
    """All objects down to the limits, in document order, outer before inner."""
    found: list[Node] = []
    stack: list[tuple[object, int]] = [(data, 0)]
    visits = 0
    while stack and visits < 4 * NODES and len(found) < NODES:
        value, depth = stack.pop()
        visits += 1
        if depth > DEPTH:
            continue
        if isinstance(value, dict):
            found.append(value)
            inner = [part for name, part in list(value.items())[:200] if name not in PARTS]
            stack.extend((part, depth + 1) for part in reversed(inner))
        elif isinstance(value, list):
            stack.extend((inner, depth + 1) for inner in reversed(value[:500]))
    return found


def _address(node: Node) -> set[str]:
    """The paths by which a node names its page."""
    page = node.get("mainEntityOfPage")
    named = [node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page]
    return {_path(value) for value in named if isinstance(value, str) and value}


def _path(url: str) -> str:
    try:
        return urlsplit(url[:2000]).path.rstrip("/").lower()
    except ValueError:
        return ""


def _own(nodes: list[Node], paths: frozenset[str]) -> list[tuple[Node, float]]:
    """The nodes that describe the page itself, each with a confidence, the best first."""
    ranked: list[tuple[float, int, Node]] = []
    for position, node in enumerate(nodes):
        confidence = max((ARTICLE.get(kind, 0.0) for kind in _types(node)), default=0.0)
        if confidence:
            named = _address(node)
            place = 1.0 if named & paths else ELSEWHERE if named else UNPLACED
            ranked.append((confidence * place, position, node))
    ranked.sort(key=lambda entry: (-entry[0], entry[1]))
    # Those that follow are parts of the page, teasers, or what the page is about.
    return [(node, 0.6 * score if rank else score) for rank, (score, _, node) in enumerate(ranked[:4])]


def _texts(value: object) -> Iterable[str]:
    """The strings in a string, a list, a language map or a named thing."""
    for item in (value if isinstance(value, list) else [value])[:60]:
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            inner = item.get("name") or item.get("@value") or item.get("headline")
            yield from (text for text in (inner if isinstance(inner, list) else [inner])[:5] if isinstance(text, str))


def _authors(value: object, index: Mapping[str, Node]) -> Iterable[tuple[str, str]]:
    """The authors as source and name, references within the graph followed."""
    for item in (value if isinstance(value, list) else [value])[:30]:
        if isinstance(item, list):
            yield from (("json-ld", text) for text in _texts(item))
            continue
        if not isinstance(item, dict):
            yield from (("json-ld", text) for text in _texts(item))
            continue
        if "@list" in item:
            yield from _authors(item["@list"], index) if not isinstance(item["@list"], dict) else ()
            continue
        node = item if item.get("name") else index.get(str(item.get("@id")), item)
        group = any("organization" in kind or kind in PLACES for kind in _types(node))
        yield from (("json-ld:organization" if group else "json-ld", text) for text in _texts(node))


def _image(value: object) -> str | None:
    for item in (value if isinstance(value, list) else [value])[:5]:
        if isinstance(item, str):
            return item
        if isinstance(item, dict):
            url = item.get("url") or item.get("contentUrl")
            if isinstance(url, str):
                return url
    return None


def _cast_node(node: Node, confidence: float, index: Mapping[str, Node], ballot: Ballot) -> None:
    # Things that are not articles have a name where articles have a headline.
    field, share = ("headline", 1.0) if node.get("headline") else ("name", 0.8)
    for text in _texts(node.get(field)):
        ballot.cast("title", text, "json-ld", share * confidence)
    for source, name in _authors(node.get("author") or node.get("creator"), index):
        ballot.cast("authors", name, source, confidence)
    for name, key, share in PROPERTIES:
        for text in _texts(node.get(key)):
            ballot.cast(name, text, "json-ld", share * confidence)
    published_by = node.get("publisher")
    for publisher in (published_by if isinstance(published_by, list) else [published_by])[:5]:
        if isinstance(publisher, dict) and not publisher.get("name"):
            publisher = index.get(str(publisher.get("@id")))  # noqa: PLW2901
        for text in _texts(publisher):
            ballot.cast("site_name", text, "json-ld", confidence)
    ballot.cast("image", _image(node.get("image")), "json-ld", confidence)
    for more in (pictures, licences, access):
        more.cast_node(node, confidence, ballot)
    ballot.cast("canonical_url", node.get("url"), "json-ld", confidence)


def _cast_pairs(script: str, ballot: Ballot) -> None:
    """The votes of a script that is no JSON: its telling pairs, found by pattern."""
    fields = {"headline": "title", "datePublished": "published", "dateModified": "modified"}
    for match in list(PAIR.finditer(script))[:20]:
        key, value, author = match.groups()
        field = fields.get(key, "section") if key else "authors"
        try:
            text = json.loads(f'"{value or author}"', strict=False)
        except ValueError:
            continue
        ballot.cast(field, text, "json-ld", 0.8)


def cast(scripts: Iterable[str], addresses: Iterable[str], ballot: Ballot) -> None:
    """Cast the votes of all JSON-LD scripts of the page that is known by these addresses."""
    nodes: list[Node] = []
    budget = TOTAL_CHARS
    for number, script in enumerate(scripts):
        budget -= len(script)
        if number >= SCRIPTS or budget < 0:
            break
        if len(script) > SCRIPT_CHARS:
            continue
        data = _parsed(script)
        if data is None:
            _cast_pairs(script, ballot)
        else:
            nodes.extend(_nodes(data)[: NODES - len(nodes)])
    index = {node["@id"]: node for node in reversed(nodes) if isinstance(node.get("@id"), str) and len(node) > 1}
    paths = frozenset(path for path in map(_path, addresses) if path)
    for node, confidence in _own(nodes, paths):
        _cast_node(node, confidence, index, ballot)
    people = {vote.value for vote in ballot.votes("authors")}
    for node in nodes[:200]:
        kinds = _types(node)
        if "breadcrumblist" in kinds:
            shelves.cast_crumbs(node, paths, ballot)
        elif "website" in kinds:
            ballot.cast("site_name", node.get("name"), "json-ld", 1.0)
        elif PLACES.intersection(kinds) and node.get("name") not in people:
            ballot.cast("site_name", node.get("name"), "json-ld", 0.5)
