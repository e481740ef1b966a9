"""Values of two runs beside each other."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Shift:
    """A value before and after; `change` is by how much a number grew."""

    name: str
    before: str
    after: str
    change: int = 0


def both_settings(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Shift, ...]:
    """The settings that differ between two manifests."""
    before, after = dict(_flat(old.get("settings", {}))), dict(_flat(new.get("settings", {})))
    names = sorted(before.keys() | after.keys())
    return tuple(
        Shift(name, before.get(name, "none"), after.get(name, "none"))
        for name in names
        if before.get(name) != after.get(name)
    )


def _flat(sections: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for section, values in sections.items():
        for name, value in values.items():
            yield f"{section}.{name}", json.dumps(value, ensure_ascii=False)
