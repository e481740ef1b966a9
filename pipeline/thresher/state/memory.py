"""What a whole state knows, for those who read it: the library and the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thresher.errors import SettingsError
from thresher.state.forgotten import forgotten
from thresher.state.store import BATCHES, Store
from thresher.strip.learning import recalled, recalled_words
from thresher.strip.templates import Needs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from thresher.settings import Settings
    from thresher.strip.templates import SiteTemplates


def opened(state: Path) -> Store:
    """A state that is there; raises SettingsError."""
    if not (state / BATCHES).is_dir():
        raise SettingsError(f"no state there ({state})")
    return Store(state)


def site_templates(state: Path, settings: Settings, *, near: bool = True) -> SiteTemplates:
    """The templates of all batches, for the quarters that they saw and, if `near`, those beside them."""
    strip, wanted = settings.strip, settings.state
    needs = Needs(strip.template_pages, strip.template_share)
    gone = forgotten(state)
    return recalled(_files(state), needs, forgotten=gone, memory_mb=wanted.memory_mb, near=near)


def words_of(state: Path, host: str, settings: Settings) -> dict[str, str]:
    """The masked words of the recurring lines of a host, by key."""
    return recalled_words(_files(state), host, settings.state.memory_mb)


def _files(state: Path) -> Callable[[str], Sequence[Path]]:
    batches = [batch for batch, _ in opened(state).batches()]

    def files(table: str) -> list[Path]:
        return [state / BATCHES / one.name / f"{table}.parquet" for one in batches if table in one.tables]

    return files
