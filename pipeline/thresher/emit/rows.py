"""Articles, rejections and removals -> rows of plain data, with the JSON Schemas of the ledgers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thresher.emit.fields import Json, count, fields, maybe, moment, share, string
from thresher.nouns import Reason, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from thresher.nouns import Article, Rejection

Row = dict[str, Any]

REJECTION: Json = {
    "url": maybe("target URI of the capture"),
    "captured_at": maybe("when it was captured, UTC", format="date-time"),
    "reason": string("why it became no article", enum=[str(reason) for reason in Reason]),
    "stage": string("the stage in which it ended", enum=[str(stage) for stage in Stage]),
    "detail": string("what was seen"),
    "duplicate_of": maybe("id of the article that was kept"),
    "duplicate_batch": maybe("earlier batch of that article, where it is of one"),
    "duplicate_at": maybe("where its record lies then: ARCHIVE:OFFSET, or WACZ!MEMBER:OFFSET"),
    "archive": string("path or URL of the archive, as it was given"),
    "member": maybe("file inside a WACZ"),
    "offset": count("byte offset of the record in the archive as stored; line number in JSONL"),
    "record_id": maybe("WARC-Record-ID"),
}

REMOVAL: Json = {
    "id": string("id of the article that it was cut from"),
    "url": string("its target URI"),
    "block": count("number of the block on the page, from 0"),
    "start": count("where the span starts in the block's text, in characters"),
    "end": count("where it ends"),
    "reason": string("topic of the rule, or `template`"),
    "judge": string("`rule:` and the rule's id, or `template:` and the host"),
    "confidence": share("how sure the judge is"),
    "text": string("the text that was cut"),
    "evidence": string("what that rests on beyond the page: for a template, the pages that show it, when and where"),
}


def article_row(made_by: str) -> Callable[[Article], Row]:
    """A function that makes the output row of an article; `made_by` is the digest of the kit."""
    declared = fields(made_by)
    return lambda article: {field.name: field.value(article) for field in declared}


def rejection_row(rejection: Rejection) -> Row:
    """The row of a rejection."""
    origin = rejection.origin
    return {
        "url": rejection.url,
        "captured_at": moment(rejection.captured_at),
        "reason": str(rejection.reason),
        "stage": str(rejection.stage),
        "detail": rejection.detail,
        "duplicate_of": rejection.duplicate_of,
        "duplicate_batch": rejection.duplicate_batch,
        "duplicate_at": rejection.duplicate_at,
        "archive": origin.archive,
        "member": origin.member,
        "offset": origin.offset,
        "record_id": origin.record_id,
    }


def removal_rows(article: Article) -> Iterator[Row]:
    """A row for each removal of an article: what was cut, where, by which judge."""
    for removal in article.removals:
        yield {
            "id": article.id,
            "url": article.url,
            "block": removal.block,
            "start": removal.start,
            "end": removal.end,
            "reason": removal.reason,
            "judge": removal.judge,
            "confidence": round(removal.confidence, 4),
            "text": removal.text,
            "evidence": removal.evidence,
        }
