"""Language identification: of a text by its script and by identifiers that must agree, of a page by its blocks.

A text of some length is left to CLD2, which is quick. In a short one, or where the page declares another language,
py3langid must say the same; where the two differ, langdetect decides, and where it agrees with neither, nobody knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thresher.metadata import mixture, variants, writing
from thresher.metadata.detectors import Opinion, arbiter, careful, quick, subtag
from thresher.nouns import BlockKind, LanguageShare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from thresher.nouns import Block
    from thresher.settings import Language

SAMPLE_CHARS = 1_000
"""Most characters that are looked at: pieces of a longer text, evenly spaced."""
PIECES = 8

GLANCE_CHARS = 300
"""How much of a sample the slower identifiers are given."""

FEW_LETTERS = 12
"""Texts with fewer letters are not judged (half as many where the script writes syllables or words)."""

LONG_CHARS = 400
"""A sample of this length is believed against what the page declares, and CLD2 is believed alone."""
WHOLE = 0.8
"""The share of one language in a long sample from which CLD2 is believed alone."""

PRIOR_BONUS = 0.3
"""How much of the doubt is taken away when the page declares the language found."""

CONTRADICTED = 0.98
"""How far the same counts when it declares another."""

FOREIGN = 0.08
"""Share of another language or script from which the blocks are asked one by one."""

SURELY = ((0.9, 0.997), (0.7, 0.987), (0.5, 0.98), (0.35, 0.963), (0.0, 0.94))
"""py3langid's confidence, and how often it is right from there on where CLD2 agrees.

Measured on 5,700 lines of 20 to 200 characters in 60 languages: translated messages of a web framework, and cuts of
the fundus and wcxb sets; languages that one of the three does not know left out.
"""
TWO_OF_THREE = 0.9
"""The same where langdetect agrees with one against the other: 195 such lines, .95 with py3langid, .88 with CLD2."""
AGAINST = (0.6, 0.95, 0.5, 0.99)
"""py3langid is backed against CLD2 from the first confidence of its own and the second of langdetect; CLD2 where
py3langid is below the third and langdetect above the fourth."""
CLOSE = 0.6
"""How sure a language is where the two name close neighbours; it is given only where its own words tell it."""
DOUBTED = 0.7
"""py3langid's confidence from which a short text is believed against what the page declares."""

SCRIPTS: Mapping[str, str] = {
    # the language that alone, in practice, is written in it
    "Grek": "el",
    "Thai": "th",
    "Hebr": "he",
    "Armn": "hy",
    "Geor": "ka",
    "Taml": "ta",
    "Telu": "te",
    "Knda": "kn",
    "Mlym": "ml",
    "Gujr": "gu",
    "Guru": "pa",
    "Sinh": "si",
    "Laoo": "lo",
    "Khmr": "km",
    "Mymr": "my",
    "Orya": "or",
    "Ethi": "am",
    "Tibt": "bo",
    "Thaa": "dv",
    "Jpan": "ja",
    "Kore": "ko",
    "Hani": "zh",
    "Hans": "zh",
    "Hant": "zh",
}
"""Scripts of one language, roughly; Yiddish, Tigrinya and others that share one are told by the prior."""

SHARED_SCRIPTS: Mapping[str, frozenset[str]] = {
    "he": frozenset({"yi"}),
    "am": frozenset({"ti"}),
    "el": frozenset({"grc"}),
}


@dataclass(frozen=True, slots=True)
class Tongue:
    """What a page is written in. `language` is None where nobody knows.

    `tag` says it as exactly as the text bears out (BCP 47), `shares` which languages its blocks are in, the greatest
    first.
    """

    language: str | None = None
    confidence: float = 0.0
    tag: str | None = None
    script: str | None = None
    direction: str | None = None
    shares: tuple[LanguageShare, ...] = ()


class Identifier:
    """Names the language of texts and pages. Picklable; holds no model itself."""

    def __init__(self, settings: Language) -> None:
        self.settings = settings

    def identify(self, text: str, prior: str | None) -> Tongue:
        """What one text is written in; `prior` is the language that the page declares."""
        return self._read((text,), prior)

    def read(self, blocks: Iterable[Block], prior: str | None) -> Tongue:
        """What a page is written in, code left out, and the share of each language where it is mixed."""
        return self._read([block.text for block in blocks if block.kind is not BlockKind.CODE], prior)

    def _read(self, texts: Sequence[str], prior: str | None) -> Tongue:
        text = "\n".join(texts)
        sample = _sample(text)
        counts = writing.letters(sample)
        script = writing.script(counts, sample)
        language, sure, is_mixed = self._judged(sample, counts, script, subtag(prior))
        shares: tuple[LanguageShare, ...] = ()
        if is_mixed and len(texts) > 1:
            shares = mixture.shares(texts, lambda piece: self._piece(piece, language))
        if len(shares) > 1:
            language, sure = shares[0].language, round(min(max(sure, TWO_OF_THREE), shares[0].share), 3)
        if language is None:
            return Tongue(None, sure, None, script, writing.direction(script))
        language, tag, is_clear = variants.told(language, script, text, prior)
        if sure <= CLOSE and not (shares or is_clear):
            return Tongue(None, sure, None, script, writing.direction(script))
        return Tongue(language, sure, tag, script, writing.direction(script), shares or (LanguageShare(language, 1.0),))

    def _piece(self, piece: str, expected: str | None) -> str | None:
        """The language of a piece of a mixed page: that which is expected needs one witness, any other two."""
        counts = writing.letters(piece)
        if language := _by_script(writing.script(counts, piece), counts, None):
            return language
        first = quick(piece).language
        if first is None or first == expected:
            return first
        if {first, expected} <= variants.SERBO_CROATIAN:
            return expected
        return first if careful(piece[:GLANCE_CHARS]).language == first else None

    def _judged(
        self, sample: str, counts: Mapping[str, int], script: str | None, declared: str | None
    ) -> tuple[str | None, float, bool]:
        """Language and confidence of a sample, and whether there seems to be another language in it."""
        if sum(counts.values()) < FEW_LETTERS:
            return None, 0.0, False
        if language := _by_script(script, counts, declared):
            sure = 0.98 if language == SCRIPTS[script or ""] else 0.9
            return language, sure, _of_script(script, counts) < 1 - FOREIGN
        first = quick(sample)
        shares = [share for _, share in first.parts]
        is_mixed = sum(shares) - max(shares, default=0.0) >= FOREIGN
        if len(sample) >= LONG_CHARS and first.confidence >= WHOLE and declared in {None, first.language}:
            return first.language, _raised(min(0.99, first.confidence), agrees=declared is not None), is_mixed
        return *self._arbitrated(sample, first, declared), is_mixed

    def _arbitrated(self, sample: str, first: Opinion, declared: str | None) -> tuple[str | None, float]:
        """The language on which CLD2 and py3langid agree, or which the page or langdetect confirms."""
        is_long = len(sample) >= LONG_CHARS
        glance = _sample(sample, GLANCE_CHARS) if is_long else sample
        second = careful(glance)
        named = {first.language, second.language}
        agreed = len(named) == 1 or named <= variants.SERBO_CROATIAN
        if agreed:
            language = declared if declared in named else second.language
            needed = self.settings.sure if is_long or declared is None else max(self.settings.sure, DOUBTED)
            if second.confidence >= needed or declared == language:
                sure = _surely(second.confidence) if len(named) == 1 else CLOSE
                sure *= 1.0 if declared in {None, language} else CONTRADICTED
                return language, _raised(sure, agrees=declared == language)
        elif declared in named:
            return declared, TWO_OF_THREE
        third = arbiter(glance)
        if (third.language in named) if agreed else _is_backed(first, second, third):
            return third.language, TWO_OF_THREE
        return None, round(max(second.confidence, third.confidence) / 2, 3)


def _is_backed(first: Opinion, second: Opinion, third: Opinion) -> bool:
    """Whether of two that differ the third backs one so surely that it is believed."""
    own, backing, doubtful, certain = AGAINST
    if third.language == second.language:
        return second.confidence >= own and third.confidence >= backing
    return third.language == first.language and second.confidence < doubtful and third.confidence >= certain


def _raised(confidence: float, *, agrees: bool) -> float:
    value = confidence + (1 - confidence) * PRIOR_BONUS if agrees else confidence
    return round(min(value, 0.999), 3)


def _surely(confidence: float) -> float:
    return next(right for least, right in SURELY if confidence >= least)


def _sample(text: str, chars: int = SAMPLE_CHARS) -> str:
    """A text, or so many characters of it in pieces from start to end."""
    if len(text) <= chars:
        return text
    piece = chars // PIECES
    stride = (len(text) - piece) / (PIECES - 1)
    return "\n".join(text[int(at * stride) : int(at * stride) + piece] for at in range(PIECES))


def _of_script(script: str | None, counts: Mapping[str, int]) -> float:
    """The share of the letters that belong to a script."""
    codes = {"Jpan": ("Kana", "Hani"), "Kore": ("Hang", "Hani"), "Hans": ("Hani",), "Hant": ("Hani",)}
    total = sum(counts.values())
    return sum(counts.get(code, 0) for code in codes.get(script or "", (script or "",))) / total if total else 0.0


def _by_script(script: str | None, counts: Mapping[str, int], declared: str | None) -> str | None:
    """The language where the script alone tells it."""
    language = SCRIPTS.get(script or "")
    if language is None or _of_script(script, counts) <= 0.5:  # noqa: PLR2004 - the most part
        return None
    return declared if declared in SHARED_SCRIPTS.get(language, ()) else language
