"""What the inspector knows of a run: its captures, its settings, and the views of those that were opened."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from contextlib import suppress
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from thresher import __version__
from thresher.emit.reading import read_ledgers
from thresher.errors import SettingsError, ThresherError
from thresher.inspector.families import FAMILIES, family
from thresher.inspector.index import Entry, Opening, manifest
from thresher.inspector.marks import DROP, KEEP, Mark, checked, written
from thresher.inspector.query import ORDERS, PAGE
from thresher.inspector.view import View, view
from thresher.kit import Kit
from thresher.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from thresher.emit.reading import Row
    from thresher.inspector.index import Index
    from thresher.inspector.query import Query

_HELD = 32  # views that are held: those before and behind the one that is looked at
_BEFORE = ("url", "host", "title", "language", "captured_at", "id")


class Window:
    """One run, opened to be looked at. Threads may share it. Raises SettingsError where there is no finished run."""

    def __init__(self, out: Path, archives: Path | None, marks: Path) -> None:
        self.out = out
        self.marks = checked(marks, out)
        self._archives = archives
        self._manifest: dict[str, Any] = json.loads(manifest(out))
        self._views: OrderedDict[int, View] = OrderedDict()
        self._lock, self._loading = threading.Lock(), threading.Lock()
        self._opening = Opening(out)
        self._warming = threading.Thread(target=self._warm, daemon=True)
        self._warming.start()

    @property
    def index(self) -> Index | None:
        """The index of the run, None while it is made; raises SettingsError where that failed."""
        return self._opening.wait(0) if self._opening.trouble else self._opening.index

    def ready(self) -> Index:
        """The index, waited for."""
        found = self._opening.wait()
        assert found is not None
        return found

    @cached_property
    def settings(self) -> Settings:
        """The settings of the run."""
        return Settings.model_validate(self._manifest["settings"])

    def _warm(self) -> None:
        """Load the rules and compile them before anybody asks; what is wrong with them is told to who asks."""
        with suppress(ThresherError):
            assert self.kit.judge

    @cached_property
    def _loaded(self) -> Kit:
        return Kit.load(self.settings)

    @property
    def kit(self) -> Kit:
        """What the run was made with, as it is now; raises SettingsError."""
        with self._loading:
            return self._loaded

    @cached_property
    def _first(self) -> list[Entry]:
        """The first captures, straight from the ledgers."""
        rows = list(islice(read_ledgers(self.out / "articles"), PAGE))
        numbers = {row["id"]: number for number, row in enumerate(rows)}
        cuts: list[list[Row]] = [[] for _ in rows]
        for row in read_ledgers(self.out / "removals"):  # in the order of the articles
            if row["id"] not in numbers:
                break
            cuts[numbers[row["id"]]].append(row)
        return [Entry(number, row, tuple(cuts[number])) for number, row in enumerate(rows)]

    def meta(self) -> dict[str, Any]:
        """What the page needs to begin with."""
        index = self.index
        books = self._manifest["books"]
        return {
            "out": str(self.out),
            "captures": books["captures"],
            "articles": books["articles"],
            "version": __version__,
            "stale": self._manifest["made_by"]["digest"] != self.kit.digest,
            "families": {name: title for name, (title, _) in FAMILIES.items()} | {"other": "other topics"},
            "family_of": {topic: family(topic) for topic, _ in (index.facets["topic"] if index else ())},
            "facets": index.facets if index else None,
            "orders": list(ORDERS),
            "marks": str(self.marks),
        }

    def listed(self, query: Query) -> dict[str, Any]:
        """A page of the list of captures; of those that are known, while the index is made."""
        index = self.index
        if index is not None:
            total, rows = index.listed(query)
            return {"total": total, "rows": rows, "building": False}
        rows = [_summary(entry) for entry in self._first]
        return {"total": self._manifest["books"]["captures"], "rows": rows, "building": True}

    def entry(self, number: int) -> Entry | None:
        """A capture by its number."""
        if self.index is None and number < len(self._first):
            return self._first[number]
        return self.ready().entry(number)

    def view(self, number: int) -> View | None:
        """The view of a capture; None where there is none of that number."""
        with self._lock:
            if number in self._views:
                self._views.move_to_end(number)
                return self._views[number]
        entry = self.entry(number)
        if entry is None:
            return None
        wanted = entry.row.get("duplicate_of")
        kept = self.ready().article(wanted) if wanted else None
        found = view(entry, self.kit, self._archives, kept)
        with self._lock:
            self._views[number] = found
            while len(self._views) > _HELD:
                self._views.popitem(last=False)
        return found

    def mark(self, given: Mapping[str, Any]) -> list[str]:
        """Write a mark; raises SettingsError where it says nothing that can be written."""
        number, what, cut, text = (given.get(name) for name in ("n", "what", "cut", "text"))
        found = self.view(number) if type(number) is int else None
        if found is None or what not in (KEEP, DROP):
            raise SettingsError("a mark names a capture, and keep or drop")
        if what == DROP:
            if not isinstance(text, str) or not _holds(found, text):
                raise SettingsError("what should be cut is no part of the article")
            return written(Mark(found, DROP, text), self.marks, self.settings)
        cuts = found.data["cuts"]
        if type(cut) is not int or not 0 <= cut < len(cuts):
            raise SettingsError("there is no such cut")
        one = cuts[cut]
        page = found.sight.page if found.sight else None
        line = page.blocks[one["block"]].text if page and one["placed"] else one["text"]
        return written(Mark(found, KEEP, one["text"], one["judge"], line), self.marks, self.settings)


def _holds(found: View, text: str) -> bool:
    wanted = " ".join(text.split())
    return bool(wanted) and any(wanted in " ".join(one["text"].split()) for one in found.data.get("text", ()))


def _summary(entry: Entry) -> Row:
    sure = min((one["confidence"] for one in entry.removals), default=None)
    topics = sorted({one["reason"] for one in entry.removals})
    row = {name: entry.row.get(name) for name in _BEFORE} | {"words": entry.row.get("word_count"), "reason": None}
    return row | {"n": entry.number, "kind": "article", "cuts": len(entry.removals), "sure": sure, "topics": topics}
