"""The identifiers that are compared: ours as the product asks it, and others as they come."""

from __future__ import annotations

from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING

from thresher.metadata.detectors import Opinion, arbiter, careful, quick, subtag
from thresher.metadata.language import Identifier
from thresher.nouns import Block, BlockKind
from thresher.settings import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Identify = Callable[[str], str | None]

OURS = "thresher"
PACKAGES: Mapping[str, str] = MappingProxyType(
    {OURS: "thresher", "cld2": "pycld2", "py3langid": "py3langid", "langdetect": "langdetect", "lingua": "lingua"}
)
"""The identifiers, and the module that each needs; what is not installed takes no part."""


def present() -> tuple[str, ...]:
    """The identifiers whose packages are installed."""
    return tuple(name for name, module in PACKAGES.items() if find_spec(module))


def called_up(name: str) -> Identify:
    """An identifier by its name: a text in, a primary subtag out, or None where it does not say."""
    if name == OURS:
        return _ours()
    if name == "lingua":
        return _lingua()
    opinion: Callable[[str], Opinion] = {"cld2": quick, "py3langid": careful, "langdetect": arbiter}[name]
    return lambda text: opinion(text).language


def _ours() -> Identify:
    """Ours is given the lines of a text as a page's blocks, and is not told what the page declares."""
    identifier = Identifier(Language())

    def identify(text: str) -> str | None:
        lines = (line for line in text.split("\n") if line.strip())
        return identifier.read([Block(BlockKind.PARAGRAPH, line) for line in lines], None).language

    return identify


def _lingua() -> Identify:
    """All its languages, its more accurate mode, models loaded beforehand."""
    from lingua import LanguageDetectorBuilder

    detector = LanguageDetectorBuilder.from_all_languages().with_preloaded_language_models().build()

    def identify(text: str) -> str | None:
        found = detector.detect_language_of(text)
        return subtag(found.iso_code_639_1.name) if found else None

    return identify
