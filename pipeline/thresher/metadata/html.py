"""Votes on metadata from markup: one parse, one selection, one walk over what it selects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thresher.metadata import jsonld, meta, url
from thresher.metadata.ballot import Ballot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from thresher.nouns import Capture, Vote

SELECTED = (
    'meta, link[rel], title, h1, time, script[type="application/ld+json" i], [itemprop], [rel~="author" i], '
    '[class*="author" i], [class*="byline" i], [class*="date" i], [class*="publish" i], [class*="posted" i], '
    '[class*="headline" i], [class*="-title" i], a[href*="/author/"], a[href*="/autor/"]'
)
METAS = 3_000
"""Most `<meta>` and `<link>` elements that are looked at: real pages have up to 200."""
ELEMENTS = 400
"""Most other elements that are looked at."""
READINGS = 80
"""Most elements outside the head whose text is read."""
READ_CHARS = 1_000_000
"""Elements are no longer read once their texts add up to this."""
BYLINE_CHARS = 160
DATED_CHARS = 120

WRAPPERS = frozenset({"html", "body", "main", "article", "section", "form", "nav", "ul", "ol", "table", "img", "svg"})
ASIDE = re.compile(
    r"comment|related|sidebar|recommend|teaser|widget|footer|newsletter|most-?read|popular|trending|promo|carousel"
    r"|modal|cookie|latest|also-?like|read-?more|next-?up|recirc|reply|masthead"
)
NOT_NAME = re.compile(
    r"bio|avatar|image|img|photo|pic|box|social|share|count|desc|follow|mail|role|job|position|date|time|info-?text"
    r"|profile-?text|archive|widget|icon|thumb|page|tooltip|label|prefix|unauthor|authoriz|authoris|authorit|posts|url"
)
AUTHOR_TOKEN = re.compile(r"author|byline")
DATE_TOKEN = re.compile(r"(?:^|[-_])(?:date|dates|dateline|published|pubdate|posted|publish|datetime|time)(?:$|[-_])")
DATE_NOT = re.compile(r"update(?!d)|validat|candidat|birth|event|picker|calendar|expir|copyright")
MODIFIED = re.compile(r"updat|modif|aktualis|geändert", re.IGNORECASE)
ITEMS = {
    "headline": ("title", 1.0),
    "name": ("title", 0.25),
    "author": ("authors", 1.0),
    "creator": ("authors", 0.8),
    "datepublished": ("published", 1.0),
    "datecreated": ("published", 0.7),
    "datemodified": ("modified", 1.0),
    "articlesection": ("section", 1.0),
}


def votes(markup: str, capture: Capture) -> tuple[Vote, ...]:
    """All votes that the markup, the HTTP headers and the capture's address cast, in the order found."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(markup)
    ballot = Ballot()
    cast_beside(capture, ballot)
    selected = _selected(tree)
    jsonld.cast((node.text() for node in selected if node.tag == "script"), capture.url, ballot)
    _cast_head(selected, tree, ballot)
    _Body(selected, ballot).cast()
    return tuple(ballot)


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
            if "canonical" in (attributes.get("rel") or "").lower().split():
                ballot.cast("canonical_url", attributes.get("href"), "link")
        elif tag == "title" and not titled and node.parent is not None and node.parent.tag != "svg":
            titled = True
            ballot.cast("title", node.text(), "title")
    root = tree.root
    if root is not None:
        ballot.cast("language", root.attributes.get("lang") or root.attributes.get("xml:lang"), "html")


class _Body:
    """Votes of the elements that readers see, weighed by their place relative to the headline."""

    def __init__(self, selected: list[LexborNode], ballot: Ballot) -> None:
        self.nodes = [node for node in selected if node.tag not in {"meta", "link", "script", "title"}]
        self.ballot = ballot
        self.readings = 0
        self.chars = 0
        self.headline = self._headline()

    def _text(self, node: LexborNode) -> str:
        if self.readings >= READINGS or self.chars > READ_CHARS:
            return ""
        text = str(node.text())
        self.readings += 1
        self.chars += len(text)
        return " ".join(text[:4000].split())

    def _headline(self) -> int:
        """Cast the votes of the h1 elements; the position of the one that is most likely the headline, or -1."""
        said = {_letters(vote.value) for vote in self.ballot.votes("title")}
        texts = [(at, self._text(node)) for at, node in enumerate(self.nodes) if node.tag == "h1"][:8]
        texts = [(at, text) for at, text in texts if text]
        best, best_at = 0.0, -1
        for at, text in texts:
            letters = _letters(text)
            echoed = any(letters and (letters in other or other in letters) for other in said if other)
            aside = self._aside(self.nodes[at])
            confidence = (1.0 if echoed else 0.6) * (0.5 if aside else 1.0) * (1.0 if len(texts) == 1 else 0.8)
            self.ballot.cast("title", text, "h1", confidence)
            if confidence > best:
                best, best_at = confidence, at
        return best_at

    def _aside(self, node: LexborNode) -> bool:
        """Whether an element lies within comments, teasers, a side column or a footer."""
        current: LexborNode | None = node
        for _ in range(8):
            if current is None or current.tag in {"body", "html"}:
                return False
            attributes = current.attributes
            if current.tag in {"aside", "footer", "nav"}:
                return True
            names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:400].lower()
            if current is not node and ASIDE.search(names):
                return True
            current = current.parent
        return False

    def _near(self, at: int) -> float:
        """How believable an element is by its distance from the headline, in selected elements."""
        if self.headline < 0:
            return 0.7 if at < 12 else 0.3  # noqa: PLR2004 - swept
        away = at - self.headline
        if away < 0:
            return 0.8 if away > -8 else 0.4  # noqa: PLR2004 - swept
        return 1.0 if away <= 12 else 0.7 if away <= 30 else 0.35  # noqa: PLR2004 - swept

    def cast(self) -> None:
        """Cast the votes of all selected elements of the body."""
        for at, node in enumerate(self.nodes):
            attributes = node.attributes
            classes = (attributes.get("class") or "")[:400].lower()
            item = (attributes.get("itemprop") or "")[:200].lower()
            if item:
                self._cast_item(at, node, attributes, item)
            if node.tag == "time":
                self._cast_time(at, node, attributes, classes)
            elif node.tag not in WRAPPERS:
                self._cast_author(at, node, attributes, classes)
                self._cast_dated(at, node, classes)

    def _cast_item(self, at: int, node: LexborNode, attributes: dict[str, str | None], item: str) -> None:
        for name in item.split()[:4]:
            known = ITEMS.get(name)
            if known is None or self._aside(node):
                continue
            field, confidence = known
            if name == "name" and not self._names_article(node):
                continue
            value = attributes.get("content") or attributes.get("datetime")
            if (not value and node.tag not in {"img", "a"} | WRAPPERS) or (not value and node.tag == "a"):
                inner = node.css_first("[itemprop=name]") if field == "authors" else None
                value = self._text(inner or node)
            if value and len(value) <= (BYLINE_CHARS if field == "authors" else 400):
                self.ballot.cast(field, value, "microdata", confidence * self._near(at))

    @staticmethod
    def _names_article(node: LexborNode) -> bool:
        """Whether `itemprop=name` belongs to the page's thing rather than to a person or a publisher."""
        return node.tag in {"h1", "h2"}

    def _cast_time(self, at: int, node: LexborNode, attributes: dict[str, str | None], classes: str) -> None:
        value = attributes.get("datetime") or self._text(node)
        if not value or len(value) > DATED_CHARS or self._aside(node):
            return
        parent = node.parent
        around = classes + " " + ((parent.attributes.get("class") or "")[:200] if parent is not None else "")
        field = "modified" if MODIFIED.search(around) or MODIFIED.search(_before(node)) else "published"
        seen = len(self.ballot.votes(field))
        surely = 1.0 if re.search(r"publish|entry-date|pubdate|posted", around) else 0.85
        self.ballot.cast(field, value, "time", surely * self._near(at) * (1.0 if seen < 4 else 0.7))  # noqa: PLR2004

    def _cast_author(self, at: int, node: LexborNode, attributes: dict[str, str | None], classes: str) -> None:
        rel = "author" in (attributes.get("rel") or "").lower().split()
        href = (attributes.get("href") or "")[:300] if node.tag == "a" else ""
        linked = "/author/" in href or "/autor/" in href
        named = any(AUTHOR_TOKEN.search(token) and not NOT_NAME.search(token) for token in classes.split()[:20])
        if not (rel or named or linked) or (NOT_NAME.search(classes) and not rel) or self._aside(node):
            return
        text = self._text(node)
        if not text or len(text) > BYLINE_CHARS:
            return
        confidence = 1.0 if rel or "author-name" in classes else 0.8 if named else 0.7
        self.ballot.cast("authors", text, "byline", confidence * self._near(at))

    def _cast_dated(self, at: int, node: LexborNode, classes: str) -> None:
        if not any(DATE_TOKEN.search(token) and not DATE_NOT.search(token) for token in classes.split()[:20]):
            return
        if node.css_first("time") is not None or self._aside(node):
            return
        text = self._text(node)
        if any(letter.isdigit() for letter in text) and len(text) <= DATED_CHARS:
            field = "modified" if MODIFIED.search(classes) or MODIFIED.search(text[:20]) else "published"
            self.ballot.cast(field, text, "dated", self._near(at))


def _before(node: LexborNode) -> str:
    """The last words before an element, within its parent ("Updated on")."""
    previous = node.prev
    return str(previous.text())[-40:] if previous is not None and previous.is_text_node else ""


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
