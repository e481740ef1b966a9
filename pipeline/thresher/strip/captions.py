"""How the words below a picture are known in plain text: by the label before them, or the credit behind."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from thresher.lazy import lazy
from thresher.nouns import BlockKind
from thresher.strip.shape import rough_words
from thresher.words import normalised

if TYPE_CHECKING:
    from thresher.nouns import Block

CAPTION_WORDS = 45
"""Words that a caption has at most."""

_SHORT = 200  # characters of lines that are asked again and again

_MARK = "(?:photos?|images?|pictures?|fotos?|bild(?:er)?|imagen|fotografía|illustration|grafik|credit|crédits?)"
_MAKERS = "[^()\\[\\]!?]{2,80}"
_CREDITED = lazy(  # (Photo: Name/Agency), or "Photo: Name" behind the last sentence
    rf"(?:[\[(][ ]?{_MARK}(?:[ ]?[:/|©]|[ ](?:by|von|par|de|courtesy of))[ ]?{_MAKERS}[\])]"
    rf"|[.!?”»]\s+{_MARK}[ ]?[:/|©]\s?{_MAKERS})[ ]?\.?$",
    re.IGNORECASE,
)
_LABELLED = lazy(rf"^[\[(]?{_MARK}[ ]?:\s", re.IGNORECASE)
_AGENCY = "[^\\W\\d_][^()\\[\\]|©.!?;:={}\\d]{1,40}"
_TAIL = lazy(rf"\s*(?:[(\[]{_AGENCY}[)\]]|[|©]\s*{_AGENCY})\s*\.?$")  # (Agency), | Agency, © Name


def is_caption(block: Block) -> bool:
    """Whether a line of text is the words below a picture: it ends with a credit or begins as one."""
    text = block.text
    if block.kind is not BlockKind.PARAGRAPH or rough_words(text) > CAPTION_WORDS:
        return False
    return _short(text) if len(text) <= _SHORT else _is_credited(text)


def _is_credited(text: str) -> bool:
    return bool(_LABELLED.match(text) or _CREDITED.search(text))


_short = lru_cache(maxsize=4096)(_is_credited)


def unlabelled(text: str) -> str:
    """A caption without the label before it."""
    return _LABELLED.sub("", text)


def bare(text: str) -> str:
    """The normalised words of a caption without its label and its credit."""
    return normalised(_LABELLED.sub("", _CREDITED.sub("", text)))


def uncredited(text: str) -> str:
    """The same for a line that may be a caption or not: a bracket or a name behind a bar is a credit, too."""
    return normalised(_LABELLED.sub("", _TAIL.sub("", _CREDITED.sub("", text))))
