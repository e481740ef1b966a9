"""The identifiers that are compared: ours as the product asks it, and others as they come."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from thresher.metadata.detectors import Opinion, arbiter, careful, quick, subtag
from thresher.metadata.language import Identifier
from thresher.nouns import Block, BlockKind
from thresher.settings import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

OURS = "thresher"
PACKAGES: Mapping[str, str] = MappingProxyType(
    {OURS: "thresher", "cld2": "pycld2", "py3langid": "py3langid", "langdetect": "langdetect", "lingua": "lingua"}
)
"""The identifiers, and the module that each needs; what is not installed takes no part."""


def present() -> tuple[str, ...]:
    """The identifiers whose packages are installed."""
    return tuple(name for name, module in PACKAGES.items() if find_spec(module))


@dataclass(frozen=True, slots=True)
class Asked:
    """An identifier: what it is given of a text, made outside the clock, and what it says of that."""

    prepare: Callable[[str], Any]
    identify: Callable[[Any], str | None]

    def __call__(self, text: str) -> str | None:
        """A primary subtag, or None where it does not say."""
        return self.identify(self.prepare(text))


def called_up(name: str) -> Asked:
    """An identifier by its name."""
    if name == OURS:
        identifier = Identifier(Language())
        return Asked(_blocks, lambda blocks: identifier.read(blocks, None).language)
    if name == "lingua":
        return Asked(str, _lingua())
    opinion: Callable[[str], Opinion] = {"cld2": quick, "py3langid": careful, "langdetect": arbiter}[name]
    return Asked(str, lambda text: opinion(text).language)


def _blocks(text: str) -> list[Block]:
    """Ours is given the lines of a text as a page's blocks, and is not told what the page declares."""
    return [Block(BlockKind.PARAGRAPH, line) for line in text.split("\n") if line.strip()]


def _lingua() -> Callable[[str], str | None]:
    """All its languages, its more accurate mode, models loaded beforehand."""
    from lingua import LanguageDetectorBuilder

    detector = LanguageDetectorBuilder.from_all_languages().with_preloaded_language_models().build()

    def identify(text: str) -> str | None:
        found = detector.detect_language_of(text)
        return subtag(found.iso_code_639_1.name) if found else None

    return identify
