"""Votes of the elements that readers see: headlines, bylines, times, microdata, and the lines round the headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from thresher.metadata import deck, items, nearby

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from thresher.metadata.ballot import Ballot

UNECHOED = 0.95
"""How surely an h1 is an article's headline that the head does not repeat: titles are reworded for search engines."""
UNECHOED_ELSEWHERE = 0.75
"""The same on pages that give no date or author of publication: on many of them the h1 is a slogan."""
STAND_INS = 60
"""How many elements are looked at for a headline where there is no h1."""
INNER = "[itemprop=name], [property$=name], .p-name, .fn, time"
"""Where an element that holds more than a name has the name, or the machine-readable date."""
READINGS = 80
"""Most elements outside the head whose text is read."""
READ_CHARS = 1_000_000
"""Elements are no longer read once their texts add up to this."""
SAME_BYLINE = 4
"""How many selected elements after the first byline others may belong to the same."""
BYLINE_CHARS = 160
DATED_CHARS = 120

WRAPPERS = frozenset({"html", "body", "main", "article", "section", "form", "nav", "ul", "ol", "table", "img", "svg"})
ASIDE = re.compile(
    r"comment|related|sidebar|recommend|teaser|widget|footer|newsletter-?(?:sign|form|box|widget)|most-?read|popular|trending|promo|carousel"
    r"|modal|cookie|latest|also-?like|kommentar|respond|discussion|replies|answer|read-?more|next-?up|recirc|reply|masthead"
)
ASIDE_SHARE = 0.35
"""How far an element counts that lies aside; not nothing, because some templates call everything a widget."""
NOT_NAME = re.compile(
    r"bio|avatar|image|img|photo|pic|box|social|share|count|desc|follow|mail|role|job|position|date|time|info-?text"
    r"|profile-?text|archive|widget|icon|thumb|page|tooltip|label|prefix|unauthor|authoriz|authoris|authorit|posts|url"
)
NAME_ENDS = ("name", "names", "__title", "-link__text")
"""How the classes of names end: "author-box__name"."""
AUTHOR_TOKEN = re.compile(r"author|byline|autor(?!i[sz])|authname")
AUTHOR_PATHS = ("/author/", "/authors/", "/autor/", "/autoren/")
DATE_TOKEN = re.compile(r"(?:^|[-_])(?:date|dates|dateline|published|pubdate|posted|publish|datetime|time)(?:$|[-_])")
AUTHOR_WORDS = ("author", "byline", "autor", "authname")
"""One of them is in all that `AUTHOR_TOKEN` finds."""
DATE_WORDS = ("date", "publish", "posted", "time")
"""One of them is in all that `DATE_TOKEN` finds."""
HEADLINE_CLASS = re.compile(r"headline|title|heading")
DATE_NOT = re.compile(r"update(?!d)|validat|candidat|birth|event|picker|calendar|expir|copyright")
_NO_LETTER = re.compile(r"[\W_]+")
MODIFIED = re.compile(r"updat|modif|aktualis|geändert", re.IGNORECASE)


class Said(NamedTuple):
    """What an element says that it holds (`items.said`)."""

    field: str
    confidence: float
    source: str
    name: str


class Body:
    """Votes of the elements that readers see, weighed by their place relative to the headline."""

    def __init__(self, selected: list[LexborNode], ballot: Ballot) -> None:
        self.nodes = [node for node in selected if node.tag not in {"meta", "link", "script", "title"}]
        self.ballot = ballot
        self.readings = 0
        self.chars = 0
        self.byline: int | None = None
        self.headline = self._headline()

    def _text(self, node: LexborNode, separator: str = " ") -> str:
        if self.readings >= READINGS or self.chars > READ_CHARS:
            return ""
        text = str(node.text(separator=separator))
        if "{" in text:  # a style sheet or a script within the element
            text = separator.join(
                str(inner.text())
                for inner in node.traverse(include_text=True)
                if inner.is_text_node and not _is_code(inner)
            )
        self.readings += 1
        self.chars += len(text)
        return " ".join(text[:4000].split())

    def _headline(self) -> int:
        """Cast the votes of the h1 elements; the position of the one that is most likely the headline, or -1."""
        said = [vote.value for vote in self.ballot.votes("title")]
        texts = [(at, self._text(node)) for at, node in enumerate(self.nodes) if node.tag == "h1"][:8]
        texts = [(at, text) for at, text in texts if text]
        dated = bool(self.ballot.votes("published") or self.ballot.votes("authors"))
        ranks = [_echo(text, said, UNECHOED if dated else UNECHOED_ELSEWHERE) for _, text in texts]
        ranks = [
            rank * (0.6 if rank < 1 and self._aside(self.nodes[at]) else 1.0)
            for rank, (at, _) in zip(ranks, texts, strict=True)
        ]
        best = ranks.index(max(ranks)) if ranks else -1
        for number, ((_, text), confidence) in enumerate(zip(texts, ranks, strict=True)):
            self.ballot.cast("title", text, "h1", confidence * (1.0 if number == best else 0.5))
        return texts[best][0] if texts else self._stand_in(said)

    def _stand_in(self, said: list[str]) -> int:
        """Where there is no h1: an element that looks like a headline and whose text begins the page's title."""
        heads = [_letters(value) for value in said]
        for at, node in enumerate(self.nodes[:STAND_INS]):
            classes = (node.attributes.get("class") or "")[:400].lower()
            if node.tag not in {"h2", "h3"} and (node.tag in WRAPPERS or not HEADLINE_CLASS.search(classes)):
                continue
            text = self._text(node)
            letters = _letters(text[:400])
            if len(letters) > 8 and any(head.startswith(letters) for head in heads):  # noqa: PLR2004
                self.ballot.cast("title", text, "h1", 0.9)
                return at
        return -1

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

    def _place(self, at: int, node: LexborNode) -> float:
        """How believable an element is by where it stands."""
        return self._near(at) * (ASIDE_SHARE if self._aside(node) else 1.0)

    def _first(self, field: str, at: int) -> float:
        """How believable a further byline is: those down the page belong to teasers, comments and biographies."""
        if field != "authors":
            return 1.0
        if self.byline is None:
            self.byline = at
        return 1.0 if at - self.byline <= SAME_BYLINE else 0.5

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
        if self.headline >= 0:
            nearby.cast(self.nodes[self.headline], self.ballot)
            self.ballot.cast("deck", deck.beside(self.nodes[self.headline]), "deck")
        for at, node in enumerate(self.nodes):
            attributes = node.attributes
            classes = (attributes.get("class") or "")[:400].lower()
            for field, confidence, source, name in items.said(node, attributes, classes):
                self._cast_item(at, node, attributes, Said(field, confidence, source, name))
            if node.tag == "time":
                self._cast_time(at, node, attributes, classes)
            elif node.tag not in WRAPPERS:
                self._cast_author(at, node, attributes, classes)
                self._cast_dated(at, node, classes)

    def _cast_item(self, at: int, node: LexborNode, attributes: dict[str, str | None], said: Said) -> None:
        if said.name == "name" and not self._names_article(node):
            return
        value = attributes.get("content") or attributes.get("datetime")
        if not value and node.tag not in {"img"} | WRAPPERS:
            inner = node.css_first(INNER) if said.field == "authors" or said.source == "microformats" else None
            value = (inner.attributes.get("datetime") if inner else None) or self._text(inner or node)
        if value and len(value) <= (BYLINE_CHARS if said.field == "authors" else 400):
            share = said.confidence * self._place(at, node) * self._first(said.field, at)
            self.ballot.cast(said.field, value, said.source, share)

    @staticmethod
    def _names_article(node: LexborNode) -> bool:
        """Whether `itemprop=name` belongs to the page's thing rather than to a person or a publisher."""
        return node.tag in {"h1", "h2"}

    def _cast_time(self, at: int, node: LexborNode, attributes: dict[str, str | None], classes: str) -> None:
        value = attributes.get("datetime") or self._text(node)
        if not value or len(value) > DATED_CHARS:
            return
        parent = node.parent
        around = classes + " " + ((parent.attributes.get("class") or "")[:200] if parent is not None else "")
        field = "modified" if MODIFIED.search(around) or MODIFIED.search(_before(node)) else "published"
        seen = len(self.ballot.votes(field))
        surely = 1.0 if re.search(r"publish|entry-date|pubdate|posted", around) else 0.85
        self.ballot.cast(field, value, "time", surely * self._place(at, node) * (1.0 if seen < 4 else 0.7))  # noqa: PLR2004

    def _cast_author(self, at: int, node: LexborNode, attributes: dict[str, str | None], classes: str) -> None:
        rel = "author" in (attributes.get("rel") or "").lower().split()
        href = (attributes.get("href") or "")[:300] if node.tag == "a" else ""
        linked = any(path in href for path in AUTHOR_PATHS)
        tokens = classes.split()[:20]
        named = any(word in classes for word in AUTHOR_WORDS) and any(map(_names_author, tokens))
        if not (rel or named or linked) or (any(map(_is_none, tokens)) and not rel):
            return
        text = self._text(node, separator=" | ")
        if not text or len(text) > BYLINE_CHARS or not any(letter.isalpha() for letter in text):
            return
        confidence = 1.0 if rel or "author-name" in classes else 0.8 if named else 0.7
        confidence *= self._place(at, node) * self._first("authors", at)
        self.ballot.cast("authors", text, "byline", confidence)

    def _cast_dated(self, at: int, node: LexborNode, classes: str) -> None:
        if not any(word in classes for word in DATE_WORDS):  # cheaper than the patterns, and most have none
            return
        if not any(DATE_TOKEN.search(token) and not DATE_NOT.search(token) for token in classes.split()[:20]):
            return
        if node.css_first("time") is not None:
            return
        text = self._text(node)
        if nearby.DIGIT.search(text) and len(text) <= DATED_CHARS:
            field = "modified" if MODIFIED.search(classes) or MODIFIED.search(text[:20]) else "published"
            self.ballot.cast(field, text, "dated", self._place(at, node))


def _names_author(token: str) -> bool:
    """Whether a class says that its element holds an author's name; what stands before "author" is of the block."""
    found = AUTHOR_TOKEN.search(token)
    if found is None:
        return False
    tail = token[found.start() :]
    return tail.endswith(NAME_ENDS) or not NOT_NAME.search(tail)


def _is_none(token: str) -> bool:
    """Whether a class says that its element holds something else of an author than the name."""
    found = AUTHOR_TOKEN.search(token)
    return (
        not (found and token.endswith(NAME_ENDS))
        and NOT_NAME.search(token[found.start() if found else 0 :]) is not None
    )


def _is_code(node: LexborNode) -> bool:
    parent = node.parent
    return parent is not None and parent.tag in {"style", "script", "noscript", "template"}


def _before(node: LexborNode) -> str:
    """The last words before an element, within its parent ("Updated on")."""
    previous = node.prev
    return str(previous.text())[-40:] if previous is not None and previous.is_text_node else ""


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text.casefold())


def _echo(text: str, said: list[str], unechoed: float) -> float:
    """How surely an h1 is the headline, by what the head of the page says the title is."""
    letters = _letters(text)
    others = [_letters(value) for value in said]
    if any(letters and other and (other.startswith(letters) or letters in other[:-1]) for other in others):
        return 1.0
    if any(other and other in letters for other in others):
        return 1.0
    if any(other.endswith(letters) for other in others if letters):
        return 0.6  # the site's name, by which most titles end
    return unechoed if len(text.split()) >= 3 else 0.6  # noqa: PLR2004 - logos and sections have one word or two
