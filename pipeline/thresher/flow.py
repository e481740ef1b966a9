"""One capture's journey, start to end: read this first.

    Capture --to_page--> Page --to_article--> Article
       └──────────── Rejection ────────────┘

`to_page` is the dear half (decode, parse, find the text); `to_article` the cheap one (judge, cut,
vote), which alone runs again when a rule changes. Neither opens a file.
"""

from __future__ import annotations

import hashlib
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from thresher.emit.article import assemble
from thresher.emit.forms import completed
from thresher.emit.text import render
from thresher.errors import RecordError
from thresher.extract import page as extract
from thresher.metadata import access, elect, html, nameplate, text
from thresher.nouns import Article, Capture, CaptureKind, Page, Reason, Rejection, Stage, Vote
from thresher.strip.apply import apply
from thresher.strip.headline import headlined
from thresher.strip.judge import disjoint
from thresher.strip.lines import Weighed, weigh
from thresher.strip.remnants import remnants
from thresher.strip.repeats import repeats
from thresher.words import word_count

if TYPE_CHECKING:
    from collections.abc import Callable

    from thresher.kit import Kit
    from thresher.lessons import Lessons
    from thresher.metadata.elect import Metadata
    from thresher.strip.judge import Verdict

TELLING = frozenset({"byline", "copyright", "navigation", "syndication", "timestamp"})
"""Topics of rules whose lines are evidence before they are waste; all other chaff is not asked."""

Made = TypeVar("Made")


def to_page(capture: Capture, kit: Kit) -> Page:
    """Find what there is to read on a capture; raises RecordError when it is nothing."""
    if capture.payload_digest is None:
        capture = replace(capture, payload_digest=f"sha256:{hashlib.sha256(capture.body).hexdigest()}")
    if capture.kind is CaptureKind.TEXT:
        return extract.page(capture, kit.settings)
    body = extract.opened(capture)
    page = extract.page(capture, kit.settings, body, kit.blocks, kit.sites)
    return replace(page, votes=(*page.votes, *html.votes(body.text, page.capture, body.tree)))


def to_article(page: Page, kit: Kit, site: Lessons | None = None) -> Article:
    """Judge a page, cut, and elect its metadata; raises RecordError when no article is left."""
    return elected(page, kit, site)[0]


def elected(page: Page, kit: Kit, site: Lessons | None = None) -> tuple[Article, Metadata]:
    """The same, with the whole election: also the candidates that lost."""
    capture, settings = page.capture, kit.settings
    if settings.extract.page_types == "auto" and page.is_surely_no_article:
        raise RecordError(f"page type {page.page_type}", Reason.PAGE_TYPE, capture.origin)
    verdict = kit.judge.judge(page)
    if verdict.rejection:
        raise RecordError(verdict.detail, verdict.rejection, capture.origin)
    telling = apply(page, [one for one in verdict.removals if one.reason not in TELLING])
    votes = (*page.votes, *text.votes(telling), *nameplate.votes(page), *verdict.votes)
    votes = site.memory.heard(votes, capture.url) if site else votes
    removals = disjoint(weighed(page, verdict, kit).removals, site.templates.judge(page) if site else ())
    judged, left = removals, apply(page, removals).blocks
    tongue = kit.identifier.read(left, elect.declared(votes))
    language = tongue.language
    votes = (*votes, *access.votes(page.blocks, left, votes))
    facts = elect.elect((*votes, Vote("language", tongue.tag or "", "text", tongue.confidence)), page, settings)
    removals = headlined(page, facts.title, facts.site_name, removals)
    removals = disjoint(removals, repeats(page, facts.site_name, removals))
    removals = disjoint(removals, remnants(page, facts.title, removals))
    if removals != judged:
        left = apply(page, removals).blocks
    body = render(left)
    if (words := word_count(body)) < settings.extract.min_words:
        raise RecordError(f"{words} words are left", Reason.NO_ARTICLE, capture.origin)
    if (accept := settings.language.accept) and language not in accept:
        raise RecordError(f"language {language or 'unknown'}", Reason.LANGUAGE, capture.origin)
    return completed(assemble(page, body, removals, facts, tongue), left, page.comments, settings), facts


def weighed(page: Page, verdict: Verdict, kit: Kit) -> Weighed:
    """What rules and line model want gone; of markup, which has told its engine more, the rules alone."""
    if kit.model is None or page.capture.kind is not CaptureKind.TEXT:
        return Weighed(verdict.removals)
    return weigh(page, verdict, kit.judge.topics, kit.certain, kit.model)


def guarded(step: Callable[[], Made], capture: Capture, stage: Stage, *, strict: bool) -> Made | Rejection:
    """Take one step; whatever goes wrong with it becomes a Rejection, or is raised under `strict`."""
    try:
        return step()
    except RecordError as error:
        cut_off = capture.truncated and error.reason is Reason.NO_ARTICLE
        reason, detail = (Reason.TRUNCATED if cut_off else error.reason), error.message
    except MemoryError:
        reason, detail = Reason.MEMORY, "no more memory was to be had"
    except Exception as error:
        if strict:
            raise
        frame = traceback.extract_tb(error.__traceback__)[-1]
        reason, detail = Reason.FAILED, f"{type(error).__name__}: {error} [{frame.name}:{frame.lineno}]"
    return Rejection(capture.origin, reason, stage, capture.url, capture.captured_at, detail[:500])
