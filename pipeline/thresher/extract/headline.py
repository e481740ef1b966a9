"""The headline and the menus of a plain text, told by shape and place."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from thresher.nouns import BlockKind
from thresher.words import word_count, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.nouns import Block

_PROSE_WORDS = 25  # the first block with so many words and a sentence end is where the text begins
_REACH = 40  # blocks above the prose in which a headline is looked for
_WORDS = range(3, 31)
_CHARS = 200
_BODY_CHARS = 20_000  # of the prose that are compared with a headline
_STOP_CHARS = 3
_MENU_RUN = 3
_MENU_WORDS = 4
_MENU_CHARS = 40
_SENTENCE_END = re.compile("[.;,:\u3002\uff0c\uff1a]['\"\u201d\u2019\u00bb)]*$")
_ANY_END = re.compile("[.!?\u2026\u3002\uff01\uff1f\u0964]['\"\u201d\u2019\u00bb)\\]]*(?:\\s|$)|[\u3002\uff01\uff1f]")
_START = (
    *(r"(?:skip|jump) (?:to|navigation)", "zum inhalt", "(?:aller|passer) au contenu", "(?:saltar|ir) al contenido"),
    *(r"(?:photo|image|picture|bild|foto|file|video)\b", r"(?:advertisement|anzeige|publicité|publicidad)\b"),
    *(r"(?:posted|published|updated|last (?:updated|modified)|written by|author|date|filed under)\b", r"by\b"),
    r"(?:von|par|por|veröffentlicht|aktualisiert|stand|publié|mis à jour|publicado|actualizado)\b",
    *(r"(?:share|follow|subscribe|sign (?:up|in)|log in|login|search|menu|home|copyright|all rights)\b", r"\(c\)"),
    *("you are here", "sie sind hier", "vous êtes ici", "this entry was", "https?://", r"www\."),
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}",
)
# What no headline begins with, and what none has in it: the signs between links, a time of day.
_NO_HEADLINE = re.compile(
    rf"(?i)^\W*(?:{'|'.join(_START)})|[|\u203a\u00bb\u2192>\u00a9]|\s(?:/|::)\s|\b\d{{1,2}}:\d{{2}}\b"
)
# A line about author or date, as stands below headlines.
_IMPRINT = re.compile(
    r"(?i)\b(?:by|von|par|por|posted|published|updated|min read|veröffentlicht|publié|publicado|(?:19|20)\d\d"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|uhr)\b"
)
_IMPRINT_WORDS = 15

# The weights were swept on the pages of wcxb and andythefactory, as text, that have their title
# on a line of its own above the prose: the best line is the title on 88 % of them.
_LONG = 10  # words at which length counts in full
_IS_REPEATED, _ABOVE_IMPRINT, _PER_BLOCK = 0.3, 0.6, 0.02
_PLAIN = 1.2  # the score from which a line is plainly the headline


def named(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with their headline as TITLE and runs of navigation at the edges as MENU."""
    prose = [number for number, block in enumerate(blocks) if _is_prose(block)]
    if not prose:
        return tuple(blocks)
    title = _title(blocks, prose[0])
    named_blocks = list(blocks)
    if title is not None:
        named_blocks[title] = replace(blocks[title], kind=BlockKind.TITLE, level=1)
    for number in (*_menu(blocks, range(prose[0])), *_menu(blocks, range(prose[-1] + 1, len(blocks)))):
        if number != title:
            named_blocks[number] = replace(blocks[number], kind=BlockKind.MENU, level=0)
    return tuple(named_blocks)


def _title(blocks: Sequence[Block], prose: int) -> int | None:
    """The place of the headline above the prose; None where no line plainly is one."""
    shaped = [number for number in range(max(0, prose - _REACH), prose) if _is_headline(blocks[number])]
    if not shaped:
        return None
    marked = [number for number in shaped if blocks[number].kind is BlockKind.HEADING]
    if marked:
        return min(marked, key=lambda number: blocks[number].level)
    body = _long_words(" ".join(block.text for block in blocks[prose:] if _is_prose(block))[:_BODY_CHARS])
    scores = {number: _score(blocks, number, prose, body) for number in shaped}
    best = max(scores, key=lambda number: (scores[number], -number))
    return best if scores[best] >= _PLAIN else None


def _score(blocks: Sequence[Block], number: int, prose: int, body: frozenset[str]) -> float:
    """How much a line is like a headline: long, in the words of the text, repeated, above an imprint."""
    text = blocks[number].text
    own = _long_words(text)
    score = min(word_count(text), _LONG) / _LONG + len(own & body) / max(1, len(own)) - _PER_BLOCK * (prose - number)
    folded = text.casefold()
    above = (*blocks[max(0, number - _REACH) : number], *blocks[number + 1 : prose])
    if any(folded in block.text.casefold() for block in above):
        score += _IS_REPEATED
    below = blocks[number + 1 : min(number + 4, prose)]
    if any(word_count(block.text) <= _IMPRINT_WORDS and _IMPRINT.search(block.text) for block in below):
        score += _ABOVE_IMPRINT
    return score


def _long_words(text: str) -> frozenset[str]:
    """The words that say something: of more than three letters, or of a script without spaces."""
    return frozenset(word for word in words(text.casefold()) if len(word) > _STOP_CHARS or not word.isascii())


def _is_headline(block: Block) -> bool:
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING) or len(block.text) > _CHARS:
        return False
    if _NO_HEADLINE.search(block.text) or _SENTENCE_END.search(block.text):
        return False
    first = next((char for char in block.text if char.isalnum()), "a")
    return word_count(block.text) in _WORDS and not first.islower()


def _is_prose(block: Block) -> bool:
    return (
        block.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE)
        and word_count(block.text) >= _PROSE_WORDS
        and _ANY_END.search(block.text) is not None
    )


def _menu(blocks: Sequence[Block], where: range) -> list[int]:
    """The lines in runs of at least three that are short and no sentences."""
    found: list[int] = []
    run: list[int] = []
    for number in where:
        if _is_label(blocks[number]):
            run.append(number)
            continue
        found += run if len(run) >= _MENU_RUN else []
        run = []
    return found + (run if len(run) >= _MENU_RUN else [])


def _is_label(block: Block) -> bool:
    return (
        block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)
        and len(block.text) <= _MENU_CHARS
        and word_count(block.text) <= _MENU_WORDS * (3 if not block.text.isascii() else 1)
        and not _ANY_END.search(block.text)
    )
