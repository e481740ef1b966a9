"""Language identification: script first, then py3langid, and langdetect where that is unsure.

No network: the models are the packages' own data, loaded at the first call in a process.
Deterministic: langdetect draws random numbers, so that it is seeded before each use.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thresher.settings import Language

SAMPLE_CHARS = 3_000
"""Most characters that are looked at: three pieces of a longer text, from its start, middle and end."""

GLANCE_CHARS = 600
"""How many are looked at first, in three pieces; where they leave no doubt, they are all."""

SCRIPT_LETTERS = 300
"""About how many letters tell the script."""

FEW_LETTERS = 20
"""Texts with fewer letters are not judged (half as many where the script writes syllables or words)."""

LONG_CHARS = 400
"""A sample of this length is believed against what the page declares."""

PRIOR_BONUS = 0.3
"""How much of the doubt is taken away when the page declares the language found."""

SCRIPTS = {
    # Unicode name's first word: the language that alone (in practice) is written in it
    "HANGUL": "ko",
    "GREEK": "el",
    "THAI": "th",
    "HEBREW": "he",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "SINHALA": "si",
    "LAO": "lo",
    "KHMER": "km",
    "MYANMAR": "my",
    "ORIYA": "or",
    "ETHIOPIC": "am",
    "TIBETAN": "bo",
}
"""Scripts of one language, roughly; Yiddish, Tigrinya and others that share one are told by the prior."""

SHARED_SCRIPTS = {"he": {"yi"}, "am": {"ti"}, "el": {"grc"}}


class Identifier:
    """Names the language of a text. Picklable; holds no model itself."""

    def __init__(self, settings: Language) -> None:
        self.settings = settings

    def identify(self, text: str, prior: str | None) -> tuple[str | None, float]:
        """The BCP 47 primary subtag of the text's language and how sure that is, 0 to 1.

        `prior` is the language that the page declares. Returns `(None, …)` where the text is too
        short, or too unlike any language, to say.
        """
        declared = subtag(prior)
        sample = _sample(text, SAMPLE_CHARS)
        counts = _scripts(sample)
        letters = sum(counts.values())
        dense = counts.get("CJK", 0) + counts.get("HIRAGANA", 0) + counts.get("KATAKANA", 0) + counts.get("HANGUL", 0)
        if letters + dense < FEW_LETTERS:
            return None, 0.0
        by_script = _by_script(counts, letters, declared)
        if by_script:
            return by_script
        glance = _sample(text, GLANCE_CHARS)
        found, sure = _py3langid(glance)
        if len(sample) > len(glance) and (sure < self.settings.sure or declared not in {None, found}):
            found, sure = _py3langid(sample)
        if sure >= self.settings.sure and (declared in {None, found} or len(sample) > LONG_CHARS):
            return found, _raised(sure, agrees=declared == found)
        return self._arbitrated(sample, found, sure, declared)

    def _arbitrated(self, sample: str, found: str, sure: float, declared: str | None) -> tuple[str | None, float]:
        other, other_sure = _langdetect(sample)
        if other == found:
            return found, _raised(max(sure, other_sure), agrees=declared == found)
        for language, confidence in ((found, sure), (other, other_sure)):
            if language is not None and language == declared:
                return language, _raised(0.6 * confidence, agrees=True)
        if other is not None and other_sure >= self.settings.sure and len(sample) >= 100:  # noqa: PLR2004
            return other, 0.6 * other_sure
        if sure >= self.settings.sure and len(sample) >= 100:  # noqa: PLR2004
            return found, 0.6 * sure
        return None, round(max(sure, other_sure) / 2, 3)


def subtag(tag: str | None) -> str | None:
    """The primary subtag in lower case, old codes replaced: `subtag("iw-IL") == "he"`."""
    if not tag:
        return None
    first = tag.strip().replace("_", "-").partition("-")[0].lower()
    if not (first.isascii() and first.isalpha() and len(first) in {2, 3}):
        return None
    return {"iw": "he", "in": "id", "ji": "yi", "nb": "no", "nn": "no", "cmn": "zh"}.get(first, first)


def _raised(confidence: float, *, agrees: bool) -> float:
    value = confidence + (1 - confidence) * PRIOR_BONUS if agrees else confidence
    return round(min(value, 0.999), 3)


def _sample(text: str, chars: int) -> str:
    if len(text) <= chars:
        return text
    third = chars // 3
    middle = len(text) // 2
    return "\n".join((text[:third], text[middle : middle + third], text[-third:]))


def _scripts(sample: str) -> dict[str, int]:
    """About how many letters of each script a sample has, read off evenly spaced ones; Latin is not told apart."""
    step = max(1, len(sample) // SCRIPT_LETTERS)
    read = sample[::step]
    if read.isascii():
        return {"LATIN": step * sum(map(str.isalpha, read))}
    counts: dict[str, int] = {}
    for letter in read:
        if letter.isalpha():
            script = "LATIN" if letter.isascii() else _script(letter)
            counts[script] = counts.get(script, 0) + step
    return counts


def _script(letter: str) -> str:
    if "\u4e00" <= letter <= "\u9fff":
        return "CJK"
    return unicodedata.name(letter, "").partition(" ")[0]


def _by_script(counts: dict[str, int], letters: int, declared: str | None) -> tuple[str, float] | None:
    """The language where the script alone tells it."""
    kana = counts.get("HIRAGANA", 0) + counts.get("KATAKANA", 0)
    han = counts.get("CJK", 0)
    if kana + han > 0.5 * letters:
        # Every Japanese text of any length has kana; Chinese has at most a name or two.
        return ("ja", 0.99) if kana > 0.05 * (kana + han) else ("zh", 0.98)
    for script, language in SCRIPTS.items():
        if counts.get(script, 0) > 0.5 * letters:
            if declared in SHARED_SCRIPTS.get(language, ()):
                return str(declared), 0.9
            return language, 0.98
    return None


def _py3langid(sample: str) -> tuple[str, float]:
    language, confidence = _identifier().classify(sample)
    return subtag(language) or str(language), float(confidence)


def _langdetect(sample: str) -> tuple[str | None, float]:
    from langdetect.lang_detect_exception import LangDetectException

    detector = _factory().create()
    detector.append(sample)
    try:
        best = detector.get_probabilities()[:1]
    except LangDetectException:
        return None, 0.0
    return (subtag(best[0].lang), float(best[0].prob)) if best else (None, 0.0)


@cache
def _identifier() -> Any:
    """py3langid's model, read from its package once in a process."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _factory() -> Any:
    """The profiles of langdetect, read once in a process; a factory of our own, so that the seed is ours."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    factory.seed = 0
    return factory
