"""The fields of an output line: declared here once; the schema, the documents and the rows follow.

A field is a name, a JSON Schema (draft 2020-12) and the way from an `Article` to its value.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from thresher import __version__
from thresher.nouns import AuthorKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from thresher.nouns import Article, Duplicate, Evidence, Relation

SCHEMA_VERSION = 1

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the output: its name, its JSON Schema, and its value for an article."""

    name: str
    schema: Json
    value: Callable[[Article], Any]


def moment(value: datetime | None) -> str | None:
    """A moment in ISO 8601 with `Z` for UTC."""
    return value.isoformat().replace("+00:00", "Z") if value else None


def string(description: str, **more: Any) -> Json:
    """The schema of a string."""
    return {"type": "string", "description": description} | more


def maybe(description: str, kind: str = "string", **more: Any) -> Json:
    """The schema of a value that may be null."""
    return {"type": [kind, "null"], "description": description} | more


def _list(description: str, items: Json) -> Json:
    return {"type": "array", "items": items, "description": description}


def _object(description: str, properties: Json) -> Json:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _map(description: str, values: Json) -> Json:
    return {"type": "object", "description": description, "additionalProperties": values}


_DATE = r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$"  # ISO 8601, as exact as known


def count(description: str, **more: Any) -> Json:
    """The schema of a whole number, 0 or more."""
    return {"type": "integer", "minimum": 0, "description": description} | more


def share(description: str, **more: Any) -> Json:
    """The schema of a number from 0 to 1."""
    return {"type": "number", "minimum": 0, "maximum": 1, "description": description} | more


_SOURCE = {
    "archive": string("path or URL of the archive, as it was given"),
    "member": maybe("file inside a WACZ"),
    "offset": count("byte offset of the record in the archive as stored; line number in JSONL"),
    "record_id": maybe("WARC-Record-ID"),
    "media_type": string("media type of the capture"),
    "charset": maybe("character encoding that the body was decoded by, as a WHATWG name"),
    "http_status": maybe("HTTP status code", "integer"),
    "truncated": maybe("why the capture is incomplete: WARC-Truncated, or `unspecified`"),
    "payload_digest": maybe("digest of the payload: WARC-Payload-Digest, else SHA-256"),
    "engine": string("what found the main text"),
}

_DUPLICATE = {
    "url": string("target URI of the dropped capture"),
    "archive": string("archive that holds it"),
    "offset": count("its offset there"),
    "record_id": maybe("its WARC-Record-ID"),
    "captured_at": maybe("when it was captured"),
    "kind": string(
        "`exact`: the same wording; `reformatted`: the same but for typesetting; `reprint`: with another headline,"
        " lead-in or tail; `updated`: a version with other facts or passages"
    ),
    "similarity": share("share of each text's own words that the other has too, the smaller of both"),
    "evidence": string("what says that it was taken over: `same address`, `canonical link`, `syndication note`"),
    "batch": maybe("earlier batch that it is of, where it is of one"),
}

_SUPERSEDED = {
    "id": string("id of the article in the earlier batch"),
    "url": string("its target URI"),
    "batch": string("the batch"),
    "archive": string("archive that holds it"),
    "offset": count("its offset there"),
    "record_id": maybe("its WARC-Record-ID"),
}

_PASSAGE = {
    "start": count("where it starts in `text`, in characters"),
    "end": count("where it ends"),
    "other": count("number of the word of the other text at which it begins there, from 0"),
}

_RELATION = {
    "id": string("id of the related article"),
    "url": string("its target URI"),
    "kind": string(
        "`excerpt_of`: a part of it; `contains`: holds it whole, as a round-up does; `quotes`: has words of it in"
        " quotation marks; `shared_quotes`: both quote the same words; `update_of`, `republished_from`, `copy_of`: a"
        " later version, a reprint or a copy of it"
    ),
    "evidence": string("what shows it"),
    "score": share("how much shows it: the share of the derived words, or how long the quotation is"),
    "passages": _list("the longest shared passages, in order", _object("passage", _PASSAGE)),
    "batch": maybe("earlier batch that it is of, where it is of one"),
}

_LANGUAGE = {
    "language": string("BCP 47 primary subtag"),
    "share": share("share of the characters of the blocks that tell their language"),
}

_EVIDENCE = {
    "value": {"type": ["string", "array"], "items": {"type": "string"}, "description": "the value that won"},
    "source": string("the sources that voted for it, joined by `+`"),
    "confidence": share("how sure it is, 0 to 1"),
}


def _source(article: Article) -> Json:
    capture, origin = article.capture, article.capture.origin
    return {
        "archive": origin.archive,
        "member": origin.member,
        "offset": origin.offset,
        "record_id": origin.record_id,
        "media_type": capture.media_type,
        "charset": article.charset,
        "http_status": capture.http_status,
        "truncated": capture.truncated,
        "payload_digest": capture.payload_digest,
        "engine": article.engine,
    }


def _evidence(evidence: Evidence) -> Json:
    return {"value": evidence.value, "source": evidence.source, "confidence": round(evidence.confidence, 4)}


def _duplicate(duplicate: Duplicate) -> Json:
    return {name: getattr(duplicate, name) for name in _DUPLICATE} | {"captured_at": moment(duplicate.captured_at)}


def _relation(relation: Relation) -> Json:
    passages = [{name: getattr(one, name) for name in _PASSAGE} for one in relation.passages]
    return {name: getattr(relation, name) for name in _RELATION} | {"passages": passages}


def _removed(article: Article) -> dict[str, int]:
    return dict(sorted(Counter(removal.reason for removal in article.removals).items()))


def fields(made_by: str) -> tuple[Field, ...]:
    """All fields, in the order of the output; `made_by` is the digest of the kit."""
    return (
        Field("schema_version", count("version of this schema", const=SCHEMA_VERSION), lambda _: SCHEMA_VERSION),
        Field("id", string("identifies URL, moment and payload; stable across runs"), lambda a: a.id),
        Field("url", string("target URI of the capture, to the letter"), lambda a: a.url),
        Field(
            "canonical_url",
            string("normalised URL, the page's own `canonical` where plausible"),
            lambda a: a.canonical_url,
        ),
        Field("host", maybe("host of the canonical URL"), lambda a: urlsplit(a.canonical_url).hostname),
        Field("site_name", maybe("name of the site"), lambda a: a.site_name),
        Field("title", maybe("headline, without the site's name"), lambda a: a.title),
        Field(
            "authors",
            _list("who wrote it, in order: people; where none is named, an agency or organisation", {"type": "string"}),
            lambda a: list(a.authors),
        ),
        Field(
            "author_kinds",
            _list(
                "what each of `authors` is: " + "; ".join(f"`{kind}`: {kind.description}" for kind in AuthorKind),
                {"type": "string", "enum": [kind.value for kind in AuthorKind]},
            ),
            lambda a: [kind.value for kind in a.author_kinds],
        ),
        Field("published", maybe("first published, ISO 8601 as exact as known", pattern=_DATE), lambda a: a.published),
        Field("modified", maybe("last changed, ISO 8601 as exact as known", pattern=_DATE), lambda a: a.modified),
        Field(
            "captured_at",
            maybe("when the archive captured it, UTC", format="date-time"),
            lambda a: moment(a.capture.captured_at),
        ),
        Field("language", maybe("BCP 47 primary subtag; null when unsure"), lambda a: a.language),
        Field(
            "language_confidence",
            share("confidence in `language`, 0 to 1", type=["number", "null"]),
            lambda a: a.language_confidence,
        ),
        Field(
            "language_tag",
            maybe(
                "BCP 47 tag as far as the text bears it out: zh-Hant, sr-Latn, pt-BR; nb and nn where language is no"
            ),
            lambda a: a.language_tag,
        ),
        Field(
            "languages",
            _list("languages of the page's blocks, the greatest share first", _object("language", _LANGUAGE)),
            lambda a: [{"language": one.language, "share": one.share} for one in a.languages],
        ),
        Field("script", maybe("ISO 15924 code of the script of most letters"), lambda a: a.script),
        Field("direction", maybe("which way the script runs", enum=["ltr", "rtl", None]), lambda a: a.direction),
        Field("page_type", maybe("most likely kind of page; null for text captures"), lambda a: a.page_type),
        Field(
            "page_type_confidence",
            share("probability of `page_type`, 0 to 1", type=["number", "null"]),
            lambda a: a.page_type_confidence,
        ),
        Field("section", maybe("section of the site (schema.org articleSection)"), lambda a: a.section),
        Field("tags", _list("keywords", {"type": "string"}), lambda a: list(a.tags)),
        Field("image", maybe("URL of the lead image"), lambda a: a.image),
        Field("image_alt", maybe("words that stand for the lead image"), lambda a: a.image_alt),
        Field(
            "access",
            maybe("`free`, `metered` or `paid`, as the page says; `teaser`: only the beginning of a paid text is here"),
            lambda a: a.access,
        ),
        Field("license", maybe("SPDX identifier of the licence, where it has one"), lambda a: a.license),
        Field("license_url", maybe("URL of the licence"), lambda a: a.license_url),
        Field("description", maybe("summary that the page gives of itself"), lambda a: a.description),
        Field("deck", maybe("the line under the headline that sums up or goes on"), lambda a: a.deck),
        Field(
            "publisher",
            maybe("who first published it, where that is not the site: then the site is the republisher"),
            lambda a: a.publisher,
        ),
        Field("dateline", maybe("place that the dateline names"), lambda a: a.dateline),
        Field("captions", _list("captions of images, without credits", {"type": "string"}), lambda a: list(a.captions)),
        Field(
            "text",
            string("the article: paragraphs separated by a blank line, list items on lines of their own"),
            lambda a: a.text,
        ),
        Field(
            "text_digest",
            string("SHA-256 of the words of `text` in NFKC and folded case", pattern="^sha256:[0-9a-f]{64}$"),
            lambda a: a.text_digest,
        ),
        Field(
            "word_count",
            count("words in `text`; a letter counts as one in Chinese, Japanese and Thai"),
            lambda a: a.word_count,
        ),
        Field("markdown", maybe("the article in Markdown, where `record.forms` asks for it"), lambda a: a.markdown),
        Field("html", maybe("the article in clean HTML, where `record.forms` asks for it"), lambda a: a.html),
        Field(
            "comments",
            _list("comments of readers, where `extract.comments` asks for them", {"type": "string"}),
            lambda a: list(a.comments),
        ),
        Field(
            "evidence",
            _map("field: who gave its value, and how sure that is", _object("evidence", _EVIDENCE)),
            lambda a: {k: _evidence(v) for k, v in sorted(a.evidence.items())},
        ),
        Field("source", _object("the record that it was made from", _SOURCE), _source),
        Field(
            "duplicates",
            _list(
                "other captures of the article; dropped, unless `dedup.mode` is `annotate`",
                _object("duplicate", _DUPLICATE),
            ),
            lambda a: [_duplicate(d) for d in a.duplicates],
        ),
        Field(
            "relations",
            _list("related articles that are not duplicates", _object("relation", _RELATION)),
            lambda a: [_relation(r) for r in a.relations],
        ),
        Field(
            "supersedes",
            _list(
                "articles of earlier batches that were kept there and are copies of this one, which is the better",
                _object("superseded article", _SUPERSEDED),
            ),
            lambda a: [{name: getattr(one, name) for name in _SUPERSEDED} for one in a.supersedes],
        ),
        Field("removed", _map("reason: how many spans were removed for it", count("spans")), _removed),
        Field(
            "made_by",
            _object(
                "what made this line",
                {
                    "version": string("version of Thresher"),
                    "digest": string("digest of code, packages, settings and rules"),
                },
            ),
            lambda _: {"version": __version__, "digest": made_by},
        ),
    )


def schema() -> Json:
    """The JSON Schema of an output line, as published in `config/article.schema.json`."""
    declared = fields("")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Thresher article",
        "description": "One line of OUT/articles: one article.",
        "type": "object",
        "properties": {field.name: field.schema for field in declared},
        "required": [field.name for field in declared],
        "additionalProperties": False,
    }
