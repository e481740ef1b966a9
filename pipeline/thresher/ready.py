"""What shipped files of rules and sites come to once they are read and checked, so that not every start does it again.

`make docs` writes it beside the code that reads the files, and a test finds it stale. A file is known by its name, its
bytes and that code: whatever else is loaded, a file that somebody wrote or changed, is read and checked each time.
"""

from __future__ import annotations

import hashlib
from dataclasses import MISSING, fields, is_dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Made = TypeVar("Made")


class Ready(Generic[Made]):
    """What the files of one kind come to: a list of `kind` each. `readers` are the sources of what reads and checks."""

    def __init__(self, place: Path, kind: type[Made], readers: Iterable[Path]) -> None:
        self.place = place
        self._kind = kind
        self._readers = tuple(readers)

    def find(self, name: str, data: bytes) -> list[Made] | None:
        """What the file of that name and of those bytes comes to; None where that is not known."""
        return self._known.get(self._key(name, data)) if self._known else None

    def written(self, files: Iterable[tuple[str, bytes, Iterable[Made]]]) -> str:
        """The text of `place` for files that have no faults: name, bytes, and what they come to; a line for each."""
        lists = []
        for name, data, made in files:
            lines = ",\n".join(msgspec.json.encode(_bare(one)).decode() for one in made)
            lists.append(f'"{self._key(name, data)}": [\n{lines}\n]')
        return "{" + ",\n".join(lists) + "}\n"

    def _key(self, name: str, data: bytes) -> str:
        digest = self._code.copy()
        digest.update(name.encode("utf-8", "surrogateescape") + b"\0" + data)
        return str(digest.hexdigest())

    @cached_property
    def _code(self) -> Any:
        return hashlib.sha256(b"\0".join(path.read_bytes() for path in self._readers))

    @cached_property
    def _known(self) -> Mapping[str, list[Made]]:
        if not self.place.exists():
            return {}
        known: dict[str, list[Made]] = msgspec.json.decode(self.place.read_bytes(), type=dict[str, list[self._kind]])  # type: ignore[name-defined]
        return known


def _bare(value: Any) -> Any:
    """A noun as a dictionary without what stands at its default; a tuple of nouns as a list of them."""
    if is_dataclass(value):
        told = {each.name: (getattr(value, each.name), each.default) for each in fields(value)}
        return {name: _bare(one) for name, (one, default) in told.items() if default is MISSING or one != default}
    return [_bare(one) for one in value] if isinstance(value, tuple) else value
