"""What made a run: its settings, those that differ from the defaults first, its inputs, its files and its digests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from thresher.report.page.listed import Listed, listed
from thresher.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

INPUTS, FILES = 40, 60  # listed


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: its value, and the default where that differs."""

    name: str
    value: str
    default: str
    told: str

    @property
    def is_changed(self) -> bool:
        """Whether it is not at its default."""
        return self.value != self.default


@dataclass(frozen=True, slots=True)
class File:
    """A file that was read or written."""

    path: str
    bytes: int
    digest: str


@dataclass(frozen=True, slots=True)
class Making:
    """What made a run; the numbers of bytes are of all files, not of those listed alone."""

    version: str
    digest: str
    run: str
    batch: str
    settings: tuple[Setting, ...]
    inputs: Listed[File]
    input_bytes: int
    files: Listed[File]
    file_bytes: int


def making(manifest: Mapping[str, Any]) -> Making:
    """What made a run, by its manifest."""
    inputs, files = manifest.get("inputs", []), manifest.get("files", [])
    return Making(
        str(manifest["made_by"]["version"]),
        str(manifest["made_by"]["digest"]),
        str(manifest["run"]),
        str((manifest.get("batch") or {}).get("name", "")),
        tuple(sorted(_settings(manifest.get("settings", {})), key=lambda one: not one.is_changed)),
        listed(
            [_file(one) for one in sorted(inputs, key=lambda one: (-one["bytes"], one["path"]))[:INPUTS]],
            INPUTS,
            len(inputs),
        ),
        sum(one["bytes"] for one in inputs),
        listed([_file(one) for one in files[:FILES]], FILES, len(files)),
        sum(one["bytes"] for one in files),
    )


def _file(one: Mapping[str, Any]) -> File:
    return File(one["path"], one["bytes"], one["digest"])


def _settings(values: Mapping[str, Mapping[str, Any]]) -> Iterator[Setting]:
    defaults = Settings().model_dump(mode="json")
    for section, pairs in values.items():
        fields = type(getattr(Settings(), section)).model_fields if section in defaults else {}
        for name, value in pairs.items():
            told = fields[name].description if name in fields else None
            default = defaults.get(section, {}).get(name)
            yield Setting(f"{section}.{name}", json.dumps(value, ensure_ascii=False), json.dumps(default), told or "")
