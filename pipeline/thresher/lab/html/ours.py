"""Our own extractors as the lab measures them: an engine alone, and the product whole.

Where networks of folds come in: `engines` and `product` take the folder of the folds, and with one they
must judge each page by the network that has not seen its registrable domain.
"""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from thresher.errors import RecordError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from thresher.nouns import Capture

    Extract = Callable[[str, Capture], str]
    """Finds the main text in the markup of a capture."""

PRODUCT = "thresher"
_ENGINES = ("blocks", "cascade")


def available() -> tuple[str, ...]:
    """The engines of our own that this version has."""
    return tuple(name for name in _ENGINES if importlib.util.find_spec(f"thresher.extract.by_{name}"))


def engines(names: Sequence[str], folds: Path | None = None) -> dict[str, Extract]:
    """Engines by name, extraction alone: no rules, no metadata. Raises SettingsError on an unknown name."""
    if folds is not None and names:
        raise SettingsError(f"no engine has networks of folds ({folds})")
    return {name: _engine(name) for name in names}


def _engine(name: str) -> Extract:
    from thresher.emit.text import render
    from thresher.extract import engine

    try:
        found = engine.named(name)
    except ModuleNotFoundError as error:
        raise SettingsError(f"no engine called {name}; ours are {', '.join(_ENGINES)}") from error
    return lambda markup, capture: render(found(markup, capture))


def product(folds: Path | None = None) -> Extract:
    """The whole journey of a capture, pages of every type kept; no text where the product rejects one."""
    from thresher.flow import to_article, to_page
    from thresher.kit import Kit
    from thresher.settings import Settings

    if folds is not None:
        raise SettingsError(f"the product has no networks of folds ({folds})")
    settings = Settings()
    kit = Kit.load(settings.model_copy(update={"extract": settings.extract.model_copy(update={"page_types": "all"})}))

    def extract(_markup: str, capture: Capture) -> str:
        try:
            return to_article(to_page(capture, kit), kit).text
        except RecordError:
            return ""

    return extract
