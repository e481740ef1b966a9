"""What was found out about a page -> its `Article`."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from thresher.nouns import Article, Evidence
from thresher.words import text_digest, word_count

if TYPE_CHECKING:
    from thresher.metadata.elect import Metadata
    from thresher.metadata.language import Tongue
    from thresher.nouns import Capture, Page, Removal


def assemble(page: Page, text: str, removals: tuple[Removal, ...], facts: Metadata, tongue: Tongue) -> Article:
    """The article of a page, from its cut text, its elected metadata, and its language."""
    capture = page.capture
    evidence = {name: one for name, one in facts.evidence.items() if name != "language"}
    if tongue.language:
        evidence["language"] = Evidence(tongue.language, "text", tongue.confidence)
    return Article(
        id=identifier(capture),
        url=capture.url,
        canonical_url=facts.canonical_url,
        text=text,
        capture=capture,
        title=facts.title,
        authors=facts.authors,
        author_kinds=facts.author_kinds,
        published=facts.published,
        modified=facts.modified,
        site_name=facts.site_name,
        language=tongue.language,
        language_confidence=round(tongue.confidence, 4) if tongue.language else None,
        language_tag=tongue.tag,
        languages=tongue.shares,
        script=tongue.script,
        direction=tongue.direction,
        page_type=page.page_type,
        page_type_confidence=None if page.page_type_confidence is None else round(page.page_type_confidence, 4),
        section=facts.section,
        tags=facts.tags,
        image=facts.image,
        image_alt=facts.image_alt,
        access=facts.access,
        license=facts.license,
        license_url=facts.license_url,
        description=facts.description,
        deck=facts.deck,
        publisher=facts.publisher,
        dateline=facts.dateline,
        captions=facts.captions,
        text_digest=text_digest(text),
        word_count=word_count(text),
        engine=page.engine,
        charset=page.charset,
        evidence=evidence,
        removals=removals,
    )


def identifier(capture: Capture) -> str:
    """The id of what becomes of a capture: the same for the same URL, moment and payload in every run."""
    moment = capture.captured_at.isoformat() if capture.captured_at else ""
    key = "\0".join((capture.url, moment, capture.payload_digest or ""))
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
