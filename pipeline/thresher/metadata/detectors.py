"""The language identifiers that vote on a text: CLD2, py3langid, langdetect; each names a language and how sure it is.

No network: the models are the packages' own data, loaded at the first call in a process.
Deterministic: langdetect draws random numbers, so that it is seeded before each use.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

try:
    import pycld2
except ImportError:  # there are no builds of it for some processors and new versions of Python
    pycld2 = None

REPLACED = {
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "jw": "jv",
    "mo": "ro",
    "fil": "tl",
    "nb": "no",
    "nn": "no",
    "cmn": "zh",
    "yue": "zh",
}
"""Old codes, and members of a macrolanguage that identifiers seldom tell apart (`variants` does)."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What an identifier says; `parts` are the languages that it found, with their share of the bytes."""

    language: str | None
    confidence: float = 0.0
    parts: tuple[tuple[str, float], ...] = ()


def subtag(tag: str | None) -> str | None:
    """The primary subtag in lower case, old codes replaced: `subtag("iw-IL") == "he"`."""
    if not tag:
        return None
    first = tag.strip().replace("_", "-").partition("-")[0].lower()
    if not (first.isascii() and first.isalpha() and len(first) in {2, 3}):
        return None
    return REPLACED.get(first, first)


def quick(text: str) -> Opinion:
    """CLD2: a hundredth of the time of the others, and it tells how much of a text is in which language.

    Where there is no build of it, py3langid speaks in its place, slower.
    """
    if pycld2 is None:
        return careful(text)
    try:
        reliable, _, found = pycld2.detect(text, bestEffort=True)
    except (pycld2.error, UnicodeEncodeError):
        # It refuses control characters and lone surrogates.
        try:
            reliable, _, found = pycld2.detect("".join(c if c.isprintable() else " " for c in text), bestEffort=True)
        except (pycld2.error, UnicodeEncodeError):
            return Opinion(None)
    shares: dict[str, float] = {}
    for _, code, percent, _ in found:
        language = None if code in {"un", "xxx"} or code.startswith("xx-") else subtag(code)
        if language:
            shares[language] = shares.get(language, 0.0) + percent / 100
    parts = tuple(shares.items())
    if not parts:
        return Opinion(None)
    language, share = max(parts, key=lambda part: part[1])
    return Opinion(language, share if reliable else 0.0, parts)


def careful(text: str) -> Opinion:
    """py3langid: the best of the three on a line or two, and its confidence means something."""
    language, confidence = _py3langid().classify(text)
    return Opinion(subtag(language) or str(language), float(confidence))


def arbiter(text: str) -> Opinion:
    """langdetect: slow, knows 55 languages."""
    from langdetect.lang_detect_exception import LangDetectException

    detector = _langdetect().create()
    detector.append(text)
    try:
        best = detector.get_probabilities()[:1]
    except LangDetectException:
        return Opinion(None)
    return Opinion(subtag(best[0].lang), float(best[0].prob)) if best else Opinion(None)


@cache
def _py3langid() -> Any:
    """The model, read from its package once in a process."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _langdetect() -> Any:
    """The profiles, read once in a process; a factory of our own, so that the seed is ours."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    factory.seed = 0
    return factory
