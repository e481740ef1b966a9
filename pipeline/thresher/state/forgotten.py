"""What people want forgotten: lines of sites that are never learned as templates again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from thresher.errors import SettingsError
from thresher.state.store import FORGOTTEN
from thresher.whole import writing_whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Line = tuple[str, str]  # host, key


class _Row(msgspec.Struct, frozen=True):
    host: str
    key: str
    words: str


def forgotten(state: Path) -> frozenset[Line]:
    """The lines that a state's people decided to forget; raises SettingsError."""
    return frozenset((row.host, row.key) for row in _rows(state))


def forget(state: Path, host: str, words: dict[str, str]) -> None:
    """Remember that these lines of a host, words by key, are no templates; for the holder of the lock."""
    rows: Iterable[_Row] = {*_rows(state), *(_Row(host, key, told) for key, told in words.items())}
    ordered = sorted(rows, key=lambda row: (row.host, row.key, row.words))
    with writing_whole(state / FORGOTTEN) as stream:
        stream.writelines(msgspec.json.encode(row) + b"\n" for row in ordered)


def _rows(state: Path) -> list[_Row]:
    path = state / FORGOTTEN
    try:
        return msgspec.json.Decoder(_Row).decode_lines(path.read_bytes()) if path.exists() else []
    except msgspec.DecodeError as error:
        raise SettingsError(f"cannot be read: {error} ({path})") from error
