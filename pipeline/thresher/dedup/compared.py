"""Articles compared in memory, where they are few; else, or where a state is to know them, by their tables."""

from __future__ import annotations

import hashlib
import tempfile
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from thresher.dedup.batches import Earlier, decided, tables_of
from thresher.dedup.decide import decide
from thresher.dedup.evidence import thresholds
from thresher.dedup.tables import TABLES, write_sheets
from thresher.state.lock import holding
from thresher.state.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thresher.dedup.decide import Findings
    from thresher.dedup.sheet import Sheet
    from thresher.settings import Settings
    from thresher.state.store import View


def compared(sheets: Iterable[Sheet], settings: Settings) -> Findings:
    """What articles are to each other, and to those of the earlier batches of a state; they become a batch of it."""
    state = settings.state
    if state.folder is None:
        held: list[Sheet] = []
        coming = iter(sheets)
        left = settings.dedup.most_tokens
        for one in coming:
            held.append(one)
            left -= one.words
            if left < 0:
                break
        else:
            return decide(held, settings.dedup)
        with tempfile.TemporaryDirectory(prefix="thresher-") as scratch:
            own = _written(chain(held, coming), Path(scratch), settings)
            del held
            return decided([own], None, settings.dedup, Path(scratch), state.memory_mb)
    store = Store(state.folder)
    store.check_ours()
    with holding(store.folder, state.wait_seconds), tempfile.TemporaryDirectory(prefix="thresher-") as scratch:
        store.swept()
        folder = Path(scratch)
        own = _written(sheets, folder, settings)
        view = _view(store, own, settings)
        findings = decided([own], Earlier.of(view), settings.dedup, folder, state.memory_mb)
        store.commit(view, tables_of(folder), {"dedup": settings.dedup.model_dump(mode="json")})
        return findings


def _written(sheets: Iterable[Sheet], scratch: Path, settings: Settings) -> Path:
    folder = scratch / "own"
    folder.mkdir()
    write_sheets(folder, sheets, settings.state.memory_mb)
    return folder


def _view(store: Store, own: Path, settings: Settings) -> View:
    """What the batch sees; without a name it is called after its content."""
    told = hashlib.sha256(f"{thresholds(settings.dedup)} {settings.dedup.prefer}".encode())
    for table in TABLES:
        with (own / f"{table}.parquet").open("rb") as stream:
            told.update(hashlib.file_digest(stream, "sha256").digest())
    made_of = told.hexdigest()
    return store.view(settings.state.batch or f"batch-{made_of[:16]}", made_of)
