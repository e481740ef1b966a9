"""Findings as decisions on single articles, and what an article is after its decision."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from thresher.dedup import relate
from thresher.dedup.decide import EXACT, UPDATED
from thresher.dedup.relate import Span  # noqa: TC001 - msgspec reads it at run time
from thresher.dedup.sheet import MERGED, Fact
from thresher.dedup.tokens import origins, tokens
from thresher.nouns import Duplicate, Evidence, Passage, Reason, Rejection, Relation, Stage, Superseded

if TYPE_CHECKING:
    from thresher.dedup.decide import Copy, Findings, Tie
    from thresher.dedup.sheet import Place, Sheet
    from thresher.nouns import Article, Outcome

_DERIVED = {"reprint": "republished_from", UPDATED: "update_of"}


@dataclass(frozen=True, slots=True)
class Related:
    """A relation whose passages are still counted in words."""

    id: str
    url: str
    kind: str
    evidence: str
    score: float
    spans: tuple[Span, ...] = ()
    batch: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one article: a copy of the kept one, or itself with a list of its copies and relations."""

    kept: str  # the id of the article that was kept
    kept_url: str
    kind: str | None = None  # of a copy; None for an article that is kept in its own right
    similarity: float = 1.0
    evidence: str = ""
    duplicates: tuple[Duplicate, ...] = ()
    relations: tuple[Related, ...] = ()
    merged: tuple[Fact, ...] = ()
    kept_batch: str | None = None  # the earlier batch that the kept article is of
    kept_origin: str = ""  # where it lies
    supersedes: tuple[Superseded, ...] = ()


def decisions(findings: Findings) -> dict[Place, Decision]:
    """The decision on each article that has a copy or a relation, by its place; none on those of earlier batches."""
    related: dict[Place, list[Related]] = defaultdict(list)
    sheets: dict[Place, Sheet] = {}
    for tie in findings.ties:
        sheets[tie.source.place] = tie.source
        related[tie.source.place].append(_related(tie))
    made = {place: Decision(one.id, one.url, relations=tuple(related[place])) for place, one in sheets.items()}
    for best, copies in findings.clusters:
        for copy in copies:
            if copy.sheet.batch is None:
                made[copy.sheet.place] = _of_copy(best, copy, tuple(related[copy.sheet.place]))
        if best.batch is not None:
            continue
        duplicates = tuple(_duplicate(copy) for copy in copies)
        versions = tuple(_version(copy) for copy in copies if _is_later(best, copy))
        made[best.place] = Decision(
            best.id,
            best.url,
            duplicates=duplicates,
            relations=(*versions, *related[best.place]),
            merged=_merged(best, copies),
            supersedes=tuple(_superseded(copy.sheet) for copy in copies if copy.sheet.place in findings.stood),
        )
    return made


def _superseded(one: Sheet) -> Superseded:
    return Superseded(one.id, one.url, one.batch or "", one.origin.archive, one.origin.offset, one.origin.record_id)


def _of_copy(best: Sheet, copy: Copy, relations: tuple[Related, ...]) -> Decision:
    signs = ", ".join(copy.signs)
    if not _is_later(best, copy):
        evidence = f"{copy.kind}, {signs}" if signs else copy.kind
        relations = (
            Related(best.id, best.url, _DERIVED.get(copy.kind, "copy_of"), evidence, copy.similarity, batch=best.batch),
            *relations,
        )
    decision = Decision(best.id, best.url, copy.kind, copy.similarity, signs, relations=relations)
    return replace(decision, kept_batch=best.batch, kept_origin=str(best.origin))


def _is_later(best: Sheet, copy: Copy) -> bool:
    """Whether the kept article is the later version of a copy."""
    return copy.kind == UPDATED and best.moment > copy.sheet.moment


def _version(copy: Copy) -> Related:
    return Related(copy.sheet.id, copy.sheet.url, "update_of", UPDATED, copy.similarity, batch=copy.sheet.batch)


def _duplicate(copy: Copy) -> Duplicate:
    one, origin = copy.sheet, copy.sheet.origin
    where = (origin.archive, origin.offset, origin.record_id, one.captured_at)
    return Duplicate(one.url, *where, copy.kind, copy.similarity, ", ".join(copy.signs), one.batch)


def _related(tie: Tie) -> Related:
    words = sum(span.end - span.start for span in tie.spans)
    told = {
        relate.EXCERPT: f"{tie.score:.0%} of its own words are in that text",
        relate.CONTAINS: f"{tie.score:.0%} of that text's own words are in it",
        relate.QUOTES: f"{words} words of that text in quotation marks",
        relate.SHARED_QUOTES: f"{words} words that both quote" + (" with their speaker" if tie.has_speaker else ""),
        relate.UPDATE: f"a later version; {tie.score:.0%} of the words are unchanged",
    }
    return Related(tie.target.id, tie.target.url, tie.kind, told[tie.kind], tie.score, tie.spans, tie.target.batch)


def _merged(best: Sheet, copies: tuple[Copy, ...]) -> tuple[Fact, ...]:
    """What the copies know and the kept one does not: of the first copy that has it."""
    known = {fact.field for fact in best.metadata}
    found: dict[str, Fact] = {}
    for copy in copies:
        for fact in copy.sheet.metadata:
            if fact.field in MERGED and fact.field not in known:
                found.setdefault(fact.field, replace(fact, source=f"copy:{fact.source}"))
    return tuple(found[name] for name in sorted(found))


def settled(outcome: Outcome, decision: Decision | None, *, drop: bool) -> Outcome:
    """An outcome after the decision on it: a copy is a rejection where copies are dropped."""
    if decision is None or isinstance(outcome, Rejection):
        return outcome
    if drop and decision.kind:
        capture = outcome.capture
        told = "same text as" if decision.kind == EXACT else f"{decision.kind}, {decision.similarity:.0%} like"
        detail = f"{told} {decision.kept_url}" + (f" ({decision.evidence})" if decision.evidence else "")
        at = None
        if decision.kept_batch is not None:
            at = decision.kept_origin
            detail += f", of batch {decision.kept_batch} ({at})"
        where = (outcome.url, capture.captured_at, detail, decision.kept, decision.kept_batch, at)
        return Rejection(capture.origin, Reason.DUPLICATE, Stage.DEDUP, *where)
    return replace(
        _with_metadata(outcome, decision.merged),
        duplicates=decision.duplicates,
        relations=_relations(outcome.text, decision.relations),
        supersedes=decision.supersedes,
    )


def _with_metadata(article: Article, merged: tuple[Fact, ...]) -> Article:
    if not merged:
        return article
    evidence = {
        fact.field: Evidence(
            list(fact.value) if isinstance(fact.value, tuple) else fact.value, fact.source, fact.confidence
        )
        for fact in merged
    }
    values: dict[str, object] = {fact.field: fact.value for fact in merged}
    if "authors" in values:
        values["author_kinds"] = next(fact.kinds for fact in merged if fact.field == "authors")
    return replace(article, **values, evidence={**article.evidence, **evidence})  # type: ignore[arg-type]  # by its declared fields


def _relations(text: str, relations: tuple[Related, ...]) -> tuple[Relation, ...]:
    if not any(one.spans for one in relations):
        return tuple(_relation(one) for one in relations)
    places, found = origins(text), tokens(text)

    def passages(spans: tuple[Span, ...]) -> tuple[Passage, ...]:
        if places is None:
            return ()
        return tuple(
            Passage(places[found.starts[span.start]], places[found.ends[span.end - 1]], span.other) for span in spans
        )

    return tuple(_relation(one, passages(one.spans)) for one in relations)


def _relation(one: Related, passages: tuple[Passage, ...] = ()) -> Relation:
    return Relation(one.id, one.url, one.kind, one.evidence, one.score, passages, one.batch)
