"""What a run made of an address: kept, and with which copies and relations; or dropped, and for which article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thresher.emit.reading import Row, read_ledgers, record_name
from thresher.errors import SettingsError, ThresherError
from thresher.nouns import Article
from thresher.report.beside import Beside, beside, show_beside
from thresher.report.console import Output
from thresher.report.explain import explanations
from thresher.report.explain_diff import lines_of, show_diff
from thresher.report.terminal import safe, safe_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from thresher.settings import Settings

_KEPT_URL = re.compile(r"\b(?:text as|like) (\S+?),?(?:\s|$)")  # as the detail of a duplicate names it
_KEPT = ("id", "url", "title", "batch", "at")


@dataclass(frozen=True, slots=True)
class Fate:
    """A capture of the address as the run's ledgers have it, beside the article that was kept or its own copies."""

    row: Row
    kept: Row | None = None  # the article in whose favour it was dropped
    texts: tuple[Beside, ...] = field(default=())
    trouble: str = ""  # why the texts are not set side by side

    @property
    def is_rejected(self) -> bool:
        """Whether it became no article."""
        return "reason" in self.row

    def data(self) -> dict[str, Any]:
        """As plain data."""
        row: dict[str, Any] = {"rejection" if self.is_rejected else "article": self.row}
        if self.kept:
            row["kept"] = {name: self.kept[name] for name in _KEPT if name in self.kept}
            row["beside"] = [one.row() for one in self.texts]
        if self.trouble:
            row["trouble"] = self.trouble
        return row

    def show_diff(self) -> None:
        """Print both texts of a dropped copy as a unified diff; of all else, that there is nothing to compare."""
        if not self.kept:
            Output().print(f"── {safe(self.row['url'])}: not dropped for another article, so nothing to compare")
            return
        kept, dropped = lines_of(pair.other for pair in self.texts), lines_of(pair.one for pair in self.texts)
        show_diff(Output(), kept, dropped, (f"{self.kept['url']} (kept)", f"{self.row['url']} (dropped)"))

    def show(self, *, as_json: bool) -> None:
        """Print it."""
        if as_json:
            print(safe_json(self.data()))  # noqa: T201 - this is the output
            return
        console = Output()
        console.print(f"── {safe(self.row['url'])}", style="bold")
        if self.is_rejected:
            console.print(f"  rejected  {self.row['reason']}: {safe(self.row['detail'])}", style="bold red")
        else:
            _show_kept(console, self.row)
        if self.kept:
            batch = f", of the earlier batch {safe(self.kept['batch'])}" if "batch" in self.kept else ""
            console.print(f"  kept      {safe(self.kept['url'])}{batch}", style="green")
        if self.trouble:
            console.print(f"            {safe(self.trouble)}", style="yellow")
        elif self.kept:
            console.print("  what both have is dim, what one alone has stands out", style="dim")
            show_beside(console, list(self.texts), (self.row["url"], self.kept["url"]))
        console.print()


def fates(url: str, out: Path, settings: Settings) -> Iterator[Fate]:
    """What became of each capture of an address in the run that wrote `out`; a dropped copy is cleaned anew."""
    if not (out / "articles").is_dir():
        raise SettingsError(f"no run wrote this folder ({out})")
    rejections = [row for row in read_ledgers(out / "rejections") if row.get("url") == url]
    wanted = {row["duplicate_of"] for row in rejections if row["duplicate_of"]}
    kept: dict[str, Row] = {}
    for row in read_ledgers(out / "articles"):
        if row["id"] in wanted:
            kept[row["id"]] = row
        if row["url"] == url:
            yield Fate(row)
    for row in rejections:
        if row.get("duplicate_batch"):
            yield _against_earlier(row, settings)
            continue
        best = kept.get(row["duplicate_of"] or "")
        yield Fate(row, best, tuple(beside(_text(row, settings), best["text"])) if best else ())


def _against_earlier(row: Row, settings: Settings) -> Fate:
    """The fate of a copy of an earlier batch's article, which is cleaned anew where its archive is still there."""
    at = row["duplicate_at"]
    archive, _, offset = at.rpartition(":")
    archive, _, member = archive.partition("!") if "!" in archive and not Path(archive).exists() else (archive, "", "")
    record = {"archive": archive, "member": member or None, "offset": int(offset)}
    found = _cleaned(record, settings)
    named = _KEPT_URL.search(row["detail"])
    url = found.url if found else named[1] if named else "unknown"
    best = {"id": row["duplicate_of"], "url": url, "batch": row["duplicate_batch"], "at": at}
    if found is None:
        told = f"its text is in the output of that batch only: no article can be read from its archive ({at})"
        return Fate(row, best, trouble=told)
    return Fate(row, best | {"title": found.title}, tuple(beside(_text(row, settings), found.text)))


def _text(row: Row, settings: Settings) -> str:
    """The text of a capture that was dropped, from its archive, but for the templates of its site."""
    found = _cleaned(row, settings)
    return found.text if found else ""


def _cleaned(row: Row, settings: Settings) -> Article | None:
    try:
        name = record_name(row["archive"], row["member"], row["offset"])
        found = [one.outcome for one in explanations(name, settings)]
    except (OSError, ThresherError):
        return None
    return next((one for one in found if isinstance(one, Article)), None)


def _show_kept(console: Console, row: Row) -> None:
    console.print(f"  kept as an article: {safe(row['title'] or 'without title')}", style="green")
    for other in row["duplicates"]:
        console.print(f"  copy      {other['kind']}, {other['similarity']:.0%} like: {safe(other['url'])}")
    for other in row.get("supersedes", ()):
        console.print(f"  supersedes  {safe(other['url'])}, kept in the earlier batch {safe(other['batch'])}")
    for other in row["relations"]:
        console.print(f"  {other['kind']}  {safe(other['url'])} ({safe(other['evidence'])})")
        for one in other["passages"]:
            console.print(f"      {safe(row['text'][one['start'] : one['end']])}", style="dim")
