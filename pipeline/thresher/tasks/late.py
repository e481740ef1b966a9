"""Inputs that came, changed or went after a batch was made of them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from thresher.archive import sources
from thresher.archive.addresses import kept_private
from thresher.errors import SettingsError
from thresher.tasks.run import ASKED_AT_ONCE, content_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.archive.lists import Source
    from thresher.settings import Storage


def late_inputs(manifest: bytes, inputs: Sequence[str], storage: Storage) -> list[str]:
    """A sentence for each input that is not as the manifest says; files are read for it, objects asked about."""
    before = {one["path"]: one for one in json.loads(manifest)["inputs"]}
    try:
        found = sources.find([kept_private(name) for name in inputs], storage)
    except SettingsError:
        found = []  # all of them went: the output stays
    now = {source.path: source for source in found}
    if not now:
        return []
    new = [f"input came late: {path}" for path in now if path not in before]
    gone = [f"input is gone: {path}" for path in before if path not in now]
    both = [source for path, source in now.items() if path in before]
    with ThreadPoolExecutor(ASKED_AT_ONCE) as pool:
        same = pool.map(lambda source: _is_same(source, before[source.path], storage), both)
        changed = [
            f"input has changed: {source.path}" for source, is_same in zip(both, same, strict=True) if not is_same
        ]
    return [*new, *changed, *gone]


def _is_same(source: Source, told: dict[str, Any], storage: Storage) -> bool:
    digest, size = content_of(source, storage)
    return (digest, size, len(source.ranges)) == (told["digest"], told["bytes"], told.get("ranges", 0))
