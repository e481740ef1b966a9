"""The nouns that pass between the rooms: frozen, picklable, free of I/O.

    bytes -> Capture -> Page -> Removals -> Article
                 └── Rejection ──┘

Every `Capture` ends as exactly one `Article` or one `Rejection`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime  # noqa: TC003 - msgspec reads the annotations at run time
from enum import StrEnum
from typing import Self

from thresher.quick import quick


class _Described(StrEnum):
    """An enum whose members carry the sentence that documents them."""

    description: str

    def __new__(cls, value: str, description: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.description = description
        return member


class CaptureKind(_Described):
    """What the body of a capture is."""

    HTML = "html", "markup: HTML or XHTML"
    TEXT = "text", "plain text without markup"


class BlockKind(_Described):
    """What a block is on its page."""

    TITLE = "title", "the headline of the page"
    HEADING = "heading", "a heading inside the text; `level` is 1 to 6"
    PARAGRAPH = "paragraph", "a paragraph of text"
    ITEM = "item", "an item of a list; `level` is its depth, from 1"
    QUOTE = "quote", "a quotation set off from the text"
    CAPTION = "caption", "the caption of an image, video or table"
    TABLE = "table", "a table, one row a line, cells parted by tabs; `level` is how many rows at its top are its head"
    CODE = "code", "preformatted text, line breaks kept"
    BYLINE = "byline", "names the authors"
    DATELINE = "dateline", "says when or where it was published"
    MENU = "menu", "a line of navigation"


class AuthorKind(_Described):
    """What an author is."""

    PERSON = "person", "somebody, by the form of the name"
    AGENCY = "agency", "a news agency"
    ORGANISATION = "organisation", "an organisation, a desk, or the site itself"
    UNKNOWN = "unknown", "a single name, such as a user's, or one that may be a person's or the site's"


class Stage(_Described):
    """The room in which a capture ended."""

    READ = "read", "finding and reading the record in the archive"
    DECODE = "decode", "taking the HTTP message and its encodings apart"
    EXTRACT = "extract", "finding the main text"
    JUDGE = "judge", "stripping and deciding whether an article is left"
    DEDUP = "dedup", "comparing with the other articles"


class Reason(_Described):
    """Why a capture became no article."""

    DUPLICATE = "duplicate", "another capture of the same article was kept"
    EMPTY = "empty", "the body holds no text"
    NO_ARTICLE = "no_article", "no main text was found, or none is left after stripping"
    PAGE_TYPE = "page_type", "surely not an article (`page_types = auto`)"
    LANGUAGE = "language", "not one of the languages asked for"
    MEDIA_TYPE = "media_type", "neither markup nor text: an image, a script, a feed …"
    HTTP_STATUS = "http_status", "the server answered with a redirect or an error"
    REVISIT = "revisit", "a revisit whose original is not in the input"
    SOFT_404 = "soft_404", "an error page served as if it were a page"
    CONSENT_WALL = "consent_wall", "only a consent or sign-in wall was captured"
    EMPTY_SHELL = "empty_shell", "a page whose content only scripts would have filled in"
    PARKED_DOMAIN = "parked_domain", "a domain for sale or without a site"
    UNREADABLE = "unreadable", "bytes at this offset are no readable record"
    TRUNCATED = "truncated", "the record ends before its length and no article could be read from the rest"
    UNDECODABLE = "undecodable", "the body does not decode by any encoding that it may have"
    SEGMENTED = "segmented", "a part of a WARC record segmented over several records"
    TIMEOUT = "timeout", "processing took longer than the limit for one record"
    MEMORY = "memory", "processing needed more memory than the limit for one worker"
    CRASHED = "crashed", "the worker process died on this record"
    FAILED = "failed", "an unexpected error, named in the detail"

    @property
    def is_failure(self) -> bool:
        """Whether the processing failed, rather than the page: such records are quarantined, and may be retried."""
        return self in _FAILURES


_FAILURES = frozenset({Reason.TIMEOUT, Reason.MEMORY, Reason.CRASHED, Reason.FAILED})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record lies: enough to open it again.

    `offset` counts bytes from the start of the archive file as stored (of the compressed
    member where members are compressed one by one), or lines from 0 in JSONL; in a file that is
    compressed as a whole it counts decoded bytes. `member` is the file inside a WACZ.
    """

    archive: str
    offset: int = 0
    record_id: str | None = None
    member: str | None = None

    def __str__(self) -> str:
        return f"{self.archive}!{self.member}:{self.offset}" if self.member else f"{self.archive}:{self.offset}"


@dataclass(frozen=True, slots=True)
class Capture:
    """The stored bytes of one page at one moment, free of transfer and content encodings.

    `charset` is the label that the archive or the HTTP headers give, unchecked. `truncated` is
    why the body is incomplete (`WARC-Truncated`: length, time, disconnect; or `unspecified`).
    `headers` are the HTTP headers with lower-case names, in order.
    """

    origin: Origin
    url: str
    captured_at: datetime | None
    kind: CaptureKind
    body: bytes = b""
    media_type: str = "text/html"
    charset: str | None = None
    http_status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    truncated: str | None = None
    payload_digest: str | None = None
    hints: tuple[tuple[str, str], ...] = ()
    """Metadata that came beside the body (a text capture's header, JSONL keys): field, value."""


@dataclass(frozen=True, slots=True)
class Revisit:
    """A record that says: the same payload as an earlier capture (WARC 1.1, 6.7)."""

    origin: Origin
    url: str
    captured_at: datetime | None
    payload_digest: str | None = None
    refers_to_url: str | None = None
    refers_to_date: datetime | None = None
    http_status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Link:
    """Characters of a block's text that are one link: `text[start:end]` leads to the absolute URL `href`."""

    start: int
    end: int
    href: str


@quick
@dataclass(frozen=True, slots=True)
class Block:
    """A unit of text on a page. No line breaks, except in `table` and `code`.

    `link_chars` is how many of the characters of `text` lie inside links. `line` is the number
    of the first line in a text capture, from 0, or None. `number` is the number of an item in an
    ordered list, 0 in other lists; a block with the number of the one before goes on with its item.
    `language` is what code is written in, where its page says so. `links` are in order and do not
    overlap; they are there only when asked for (`extract.links`). `uncut` are the links as they
    were before each cut, for `restore`.
    """

    kind: BlockKind
    text: str
    level: int = 0
    link_chars: int = 0
    line: int | None = None
    number: int = 0
    language: str = ""
    links: tuple[Link, ...] = ()
    uncut: tuple[tuple[Link, ...], ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Vote:
    """One source's word on one metadata field.

    `field` is a field of `Article`; `value` its text, dates in ISO 8601; `confidence` is
    between 0 and 1. `mark` says what speaks against a value that lost by it ("after the capture").
    """

    field: str
    value: str
    source: str
    confidence: float
    mark: str = ""


@dataclass(frozen=True, slots=True)
class SiteCut:
    """What one selector of site knowledge took off a page before anything was read.

    `key` is the list that it stands in, `drop` or `comments`; `text` what its elements show, a block a line.
    """

    key: str
    selector: str
    elements: int
    words: int
    text: str


@dataclass(frozen=True, slots=True)
class SiteReading:
    """What the knowledge of a site did to a page.

    `site` is the host whose file it stands in, `since` the first day of its era, if it has one. `kept` is how many
    elements are the text; 0 where an engine was asked for it. `trouble` is why nothing was tried.
    """

    site: str
    since: date | None = None
    kept: int = 0
    cuts: tuple[SiteCut, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The readable whole of a capture: nothing has been removed from what the engine found."""

    capture: Capture  # its body left out
    blocks: tuple[Block, ...]
    votes: tuple[Vote, ...] = ()
    engine: str = ""
    page_type: str | None = None
    page_type_confidence: float | None = None
    is_surely_no_article: bool = False
    charset: str | None = None  # what the body was decoded by
    comments: tuple[Block, ...] = ()  # of readers, told apart from the article: never judged, never in its text
    site: SiteReading | None = None  # None where nothing is known of the site


@quick
@dataclass(frozen=True, slots=True)
class Removal:
    """A span that a judge wants gone: `page.blocks[block].text[start:end] == text`.

    `evidence` says what it rests on beyond the page, where it does.
    """

    block: int
    start: int
    end: int
    reason: str
    judge: str
    confidence: float
    text: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class LanguageShare:
    """A language of a page (a BCP 47 primary subtag), and which share of its text is in it."""

    language: str
    share: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """The value that an election chose, who voted for it, and how sure that is (0 to 1)."""

    value: str | list[str]
    source: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another capture of the article that lists it. `evidence` is what says that it was taken over, if anything.

    `batch` is the earlier batch that it is of, if it is of one.
    """

    url: str
    archive: str
    offset: int
    record_id: str | None
    captured_at: datetime | None
    kind: str
    similarity: float
    evidence: str = ""
    batch: str | None = None


@dataclass(frozen=True, slots=True)
class Superseded:
    """An article of an earlier batch that was kept there, and gives way to the better copy that lists it."""

    id: str
    url: str
    batch: str
    archive: str
    offset: int
    record_id: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that two texts share: characters of this one, and the word of the other at which it begins."""

    start: int
    end: int
    other: int


@dataclass(frozen=True, slots=True)
class Relation:
    """Another article that this one is related to, of an earlier `batch` if any; `score` is between 0 and 1."""

    id: str
    url: str
    kind: str
    evidence: str
    score: float
    passages: tuple[Passage, ...] = ()
    batch: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned page. `emit.fields` describes each field as the output has it."""

    id: str
    url: str
    canonical_url: str
    text: str
    capture: Capture  # its body left out
    title: str | None = None
    authors: tuple[str, ...] = ()
    author_kinds: tuple[AuthorKind, ...] = ()  # of each of `authors`
    published: str | None = None
    modified: str | None = None
    site_name: str | None = None
    language: str | None = None
    language_confidence: float | None = None
    language_tag: str | None = None
    languages: tuple[LanguageShare, ...] = ()
    script: str | None = None
    direction: str | None = None
    page_type: str | None = None
    page_type_confidence: float | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    image: str | None = None
    image_alt: str | None = None
    access: str | None = None
    license: str | None = None
    license_url: str | None = None
    description: str | None = None
    deck: str | None = None  # the line under the headline
    publisher: str | None = None  # who first published it, where that is not the site
    dateline: str | None = None  # the place
    captions: tuple[str, ...] = ()
    text_digest: str = ""
    word_count: int = 0
    markdown: str | None = None  # None unless asked for
    html: str | None = None  # the same
    comments: tuple[str, ...] = ()
    engine: str = ""
    charset: str | None = None
    evidence: dict[str, Evidence] = field(default_factory=dict)
    removals: tuple[Removal, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    relations: tuple[Relation, ...] = ()
    supersedes: tuple[Superseded, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """A capture that became no article, and why."""

    origin: Origin
    reason: Reason
    stage: Stage
    url: str | None = None
    captured_at: datetime | None = None
    detail: str = ""
    duplicate_of: str | None = None  # the id of the article that was kept
    duplicate_batch: str | None = None  # the earlier batch that it is of
    duplicate_at: str | None = None  # of one of an earlier batch, where its record lies


Outcome = Article | Rejection
Record = Capture | Revisit | Rejection  # what a reader yields
