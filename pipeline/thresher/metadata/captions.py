# ruff: noqa: RUF001 - words and signs of their own scripts
"""Captions among the blocks of a page: lines with a credit, after a label, or that the engine knows for captions."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from thresher.lazy import lazy
from thresher.metadata import lexicon
from thresher.metadata.sheet import Literals
from thresher.nouns import BlockKind

if TYPE_CHECKING:
    from thresher.metadata.ballot import Ballot
    from thresher.metadata.sheet import Sheet

CAPTION_CHARS = 400
LEAST_WORDS = 3
CAPTIONS = 20
ABOVE, BELOW = 12, 2
"""How far above the first and below the last prose captions stand, in blocks."""
_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.CAPTION})
CREDITED = 0.8
"""How sure it is that a line which ends in a credit is a caption; one after a label is."""

LITERALS = (
    *(
        "photo",
        "foto",
        "image",
        "picture",
        "credit",
        "getty",
        "bild",
        "©",
        "crédit",
        "copyright",
        "imagen",
        "reuters",
        "illustration",
    ),
    *(
        "φωτο",
        "фото",
        "fotoğraf",
        "صورة",
        "تصوير",
        "摄",
        "图",
        "写真",
        "撮影",
        "courtesy",
        "caption",
        "légende",
        "didascalia",
    ),
)
_CREDIT = lazy(
    r"\s*(?:[(\[|]\s?)?(?:(?:ap |file |stock )?(?:photo(?:graph)?s?|image|picture|illustration|foto|bild"
    r"|crédits?(?: photos?)?|imagen|фото"
    r"|fotoğraf|φωτο\w*)(?: (?:by|courtesy of|credit|von|de|par|di|door))?\s?[:/|©]|(?:photo(?:graph)?|image"
    r"|picture|foto) (?:by|courtesy of|von)\s"
    r"|credits?\s?[:/]|courtesy(?: of)?\s|©|[(\[](?:ap|reuters|afp|getty|epa|dpa|efe)\b)[^.!?]{0,80}[)\]]?\.?$",
    re.IGNORECASE,
)
_RIGHTS = lazy(rf"\b{lexicon.RIGHTS}\b|\bcontent\b", re.IGNORECASE)
_LABEL = lazy(
    r"^(?:(?:photo |image |picture )?caption|bildunterschrift|bildtext|légende|didascalia|pie de foto|legenda"
    r"|onderschrift|podpis"
    r"|подпись|λεζάντα|resim altı|图片说明|图说|写真説明)\s?[:：]\s?",
    re.IGNORECASE,
)
_ASIAN = lazy(r"^.{6,80}(?:摄|攝|[=＝].{2,12}撮影|（.{2,12}(?:摄|撮影|提供)）)$")


@cache
def _literals() -> Literals:
    return Literals(LITERALS)


def cast(sheet: Sheet, ballot: Ballot) -> None:
    """Cast the votes of the captions, in the order of the page."""
    asked = set(_literals().within(sheet))
    first, last = (max(0, (sheet.body or 0) - ABOVE), sheet.prose[-1] + BELOW) if sheet.prose else (0, 0)
    asked = {number for number in asked if first <= number <= last and sheet.blocks[number].kind in _KINDS}
    asked.update(number for number, block in enumerate(sheet.blocks) if block.kind is BlockKind.CAPTION)
    said: set[str] = set()
    for number in sorted(asked):
        is_sure = sheet.blocks[number].kind is BlockKind.CAPTION
        text, share = caption(sheet.texts[number], is_sure=is_sure)
        if text and (key := text.casefold()) not in said and len(said) < CAPTIONS:
            said.add(key)
            ballot.cast("captions", text, "text:caption", share)


def caption(text: str, *, is_sure: bool = False) -> tuple[str, float]:
    """What a line says as a caption, without its label and credit, and how sure that is; nothing where it is none."""
    if len(text) > CAPTION_CHARS:
        return "", 0.0
    if label := _LABEL.match(text):
        return text[label.end() :], 1.0
    if not text.isascii() and _ASIAN.match(text):
        return text, CREDITED
    credit = _CREDIT.search(text)
    if credit and _RIGHTS.search(text):
        return "", 0.0
    rest = text[: credit.start()].strip(" |,;([-–") if credit else text
    if (credit or is_sure) and len(rest.split()) >= LEAST_WORDS:
        return rest, 1.0 if is_sure else CREDITED
    return "", 0.0
