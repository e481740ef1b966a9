"""The work of each stage, free of luigi: files of one stage in, files of the next out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from thresher.archive import read_captures
from thresher.books import Books
from thresher.dedup.exact import Decision, Key, decide, key, settled
from thresher.emit.fields import schema
from thresher.emit.files import writing
from thresher.emit.rows import REJECTION, REMOVAL, article_row, rejection_row, removal_rows
from thresher.engine import worker
from thresher.engine.shelf import encoded, read_item, read_items, write_items
from thresher.nouns import Article, Page, Rejection, Revisit
from thresher.report.tally import Tally
from thresher.revisit import Originals, resolve
from thresher.state.forgotten import forgotten
from thresher.strip.learning import TABLES, learn
from thresher.strip.templates import Needs, SiteTemplates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from thresher.engine.local import LocalEngine
    from thresher.nouns import Record
    from thresher.tasks.listener import Progress
    from thresher.tasks.run import Part, Run

ITEMS = "items.parquet"
BOOKS = "books.json"
TALLY = "tally.json"
TEMPLATES = "templates.json"
ORIGINALS = "originals.json"
KEYS = "keys.json"


def captures(part: Part, run: Run, progress: Progress) -> Iterator[Record]:
    """The records of a part's files, in order."""
    for file in part.files:
        done = 0
        for record in read_captures(file.stored or file.path, limits=run.kit.settings.limits, name=file.path):
            yield record
            reached = min(record.origin.offset, file.size)
            progress.advance(1, max(0, reached - done))
            done = max(done, reached)
        progress.advance(0, file.size - done)


def pages(part: Part, run: Run, engine: LocalEngine, progress: Progress, folder: Path) -> None:
    """Read, parse and segment the captures of a part."""
    read = 0

    def counted() -> Iterator[Record]:
        nonlocal read
        for record in captures(part, run, progress):
            read += 1
            yield record

    write_items(folder / ITEMS, engine.map(worker.pages, counted()))
    (folder / BOOKS).write_text(json.dumps({"captures": read}))


def templates(run: Run, folder: Path) -> None:
    """Learn the lines that recur over the pages of a site, here and in earlier batches."""
    strip, state = run.kit.settings.strip, run.state
    found = SiteTemplates({})
    if strip.templates:
        found = learn(
            (page for part in run.parts for _, page in _read(run, part, "page")),
            folder,
            Needs(strip.template_pages, strip.template_share),
            earlier=state.files if state else lambda _: (),
            forgotten=forgotten(state.folder) if state else (),
            memory_mb=run.kit.settings.state.memory_mb,
        )
    (folder / TEMPLATES).write_bytes(encoded(found))


def remembered(run: Run) -> dict[str, Path]:
    """The tables of this run that later batches want to see, by name."""
    places = {name: run.folder("SiteTemplates") / f"{name}.parquet" for name in TABLES}
    return {name: path for name, path in places.items() if path.exists()}


def originals(run: Run, folder: Path) -> None:
    """Find the original of each revisit: `[part, row, part of the original, its row]`."""
    revisits = [(part, row, one) for part in run.parts for row, one in _read(run, part, "revisit")]
    found: list[tuple[int, int, int, int]] = []
    if revisits:
        index: Originals[tuple[int, int]] = Originals()
        for part in run.parts:
            for row, one in _read(run, part, "page", "rejection"):
                if isinstance(one, Page):
                    capture = one.capture
                    index.add(capture.url, capture.captured_at, capture.payload_digest, (part.number, row))
                elif one.url:
                    index.add(one.url, one.captured_at, None, (part.number, row))
        for part, row, one in revisits:
            where = index.find(one)
            if where:
                found.append((part.number, row, *where))
    (folder / ORIGINALS).write_text(json.dumps(found))


def _read(run: Run, part: Part, *kinds: str) -> Iterator[tuple[int, Any]]:
    return read_items(run.pages_folder(part) / ITEMS, frozenset(kinds))


def count(part: Part, run: Run) -> int:
    """How many captures a part holds, once its pages are there."""
    captures: int = json.loads((run.pages_folder(part) / BOOKS).read_bytes())["captures"]
    return captures


def stripped(
    part: Part, run: Run, engine: LocalEngine, progress: Progress, *, learned: Path, found: Path, folder: Path
) -> None:
    """Judge, cut and elect: the outcomes of a part before duplicates are known."""
    where = {(p, row): (q, other) for p, row, q, other in json.loads((found / ORIGINALS).read_bytes())}
    keys: list[Key] = []

    def resolved() -> Iterator[Page | Rejection]:
        for row, item in read_items(run.pages_folder(part) / ITEMS):
            if not isinstance(item, Revisit):
                yield item
                continue
            place = where.get((part.number, row))
            original = read_item(run.pages_folder(run.parts[place[0]]) / ITEMS, place[1]) if place else None
            yield resolve(item, original)

    def keyed() -> Iterator[Article | Rejection]:
        for row, outcome in enumerate(engine.map(worker.outcomes, resolved(), str(learned / TEMPLATES))):
            if isinstance(outcome, Article):
                keys.append(key(outcome, (part.number, row)))
            progress.advance(1, 1)
            yield outcome

    write_items(folder / ITEMS, keyed())
    (folder / KEYS).write_bytes(encoded(keys))


def duplicates(run: Run, folder: Path, stripped_folders: list[Path]) -> None:
    """Decide on the duplicates among all articles of the run; a file of `[row, decision]` for each part."""
    decoder = msgspec.json.Decoder(list[Key])
    keys = (one for source in stripped_folders for one in decoder.decode((source / KEYS).read_bytes()))
    decisions = decide(keys) if run.kit.settings.dedup.enabled else {}
    shares: dict[int, list[tuple[int, Decision]]] = {part.number: [] for part in run.parts}
    for (number, row), decision in sorted(decisions.items()):
        shares[number].append((row, decision))
    for part in run.parts:
        (folder / f"{part.name}.json").write_bytes(encoded(shares[part.number]))


def articles(part: Part, run: Run, source: Path, decided: Path, folder: Path) -> None:
    """Write the articles, rejections and removals of a part, and its books, which must balance."""
    decisions = dict(msgspec.json.decode((decided / f"{part.name}.json").read_bytes(), type=list[tuple[int, Decision]]))
    books, tally = Books(count(part, run)), Tally()
    kit, output = run.kit, run.kit.settings.output
    to_row = article_row(kit.digest)
    with (
        writing(folder / "articles", part.name, schema()["properties"], output) as write_article,
        writing(folder / "rejections", part.name, REJECTION, output) as write_rejection,
        writing(folder / "removals", part.name, REMOVAL, output) as write_removal,
    ):
        for row, item in read_items(source / ITEMS):
            outcome = settled(item, decisions.get(row))
            books.enter(outcome)
            if isinstance(outcome, Rejection):
                write_rejection(rejection_row(outcome))
                continue
            write_article(to_row(outcome))
            tally.enter(outcome)
            for removal in removal_rows(outcome):
                write_removal(removal)
    books.check(part.name)
    (folder / BOOKS).write_text(json.dumps(books.row()))
    (folder / TALLY).write_text(json.dumps(tally.row()))


def total_tally(folders: list[Path]) -> Tally:
    """What the report counts, over all parts."""
    return Tally.total(json.loads((folder / TALLY).read_bytes()) for folder in folders)


def total_books(folders: list[Path]) -> Books:
    """The books of a run; raises BooksError unless they balance."""
    books = Books.total(Books.from_row(json.loads((folder / BOOKS).read_bytes())) for folder in folders)
    books.check("run")
    return books
