"""The work of each stage, free of luigi: files of one stage in, files of the next out."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from thresher.archive import read_capture_at, read_captures, read_ranges, sources
from thresher.books import Books
from thresher.dedup.batches import Earlier, decided, tables_of
from thresher.dedup.settle import Decision, decisions, settled
from thresher.dedup.tables import writing_sheets
from thresher.emit import quarantine
from thresher.emit.fields import schema
from thresher.emit.files import writing
from thresher.emit.rows import REJECTION, REMOVAL, article_row, rejection_row, removal_rows
from thresher.engine import worker
from thresher.engine.shelf import Judged, Paged, encoded, read_item, read_items, read_shelved, shelved, write_items
from thresher.errors import PartError, RecordError
from thresher.lessons import Lessons
from thresher.metadata import memory
from thresher.nouns import Capture, Page, Rejection, Revisit
from thresher.revisit import Originals, resolve
from thresher.state.forgotten import forgotten
from thresher.state.tables import Table
from thresher.strip.learning import TABLES, learn_from
from thresher.strip.sightings import writing_sightings
from thresher.strip.templates import Needs
from thresher.tasks.run import is_changed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from thresher.dedup.sheet import Sheet
    from thresher.engine.local import LocalEngine
    from thresher.engine.shelf import Shelved
    from thresher.nouns import Record
    from thresher.report.meter import Meter
    from thresher.state.tables import Asker
    from thresher.tasks.run import InputFile, Part, Run

ITEMS = "items.parquet"
BOOKS = "books.json"
LESSONS = "lessons.json"
ORIGINALS = "originals.json"
SIGHTINGS = "sightings.parquet"
SHOWN = "shown.parquet"
QUARANTINE = "quarantine"


def captures(part: Part, run: Run, meter: Meter) -> Iterator[Record]:
    """The records of a part's files, in order; raises PartError where a file is not the one that was planned."""
    for file in part.files:
        done = 0
        for record in _records(file, run):
            yield record
            reached = min(_read_up_to(file, record.origin.offset), file.size)
            meter.advance(1, max(0, reached - done))
            done = max(done, reached)
        if is_changed(file, run.kit.settings.storage):
            raise PartError(f"has changed since it was planned; run again ({file.path})")
        meter.advance(0, file.size - done)


def _records(file: InputFile, run: Run) -> Iterator[Record]:
    """The records of a file, or of the stretches of it that are wanted."""
    settings = run.kit.settings
    with sources.opened(file.stored or file.path, settings.storage) as stream:
        if file.ranges:
            yield from read_ranges(stream, file.ranges, limits=settings.limits, name=file.path)
        else:
            yield from read_captures(stream, limits=settings.limits, name=file.path)


def _read_up_to(file: InputFile, offset: int) -> int:
    """How many of the bytes that are wanted of a file lie before an offset."""
    if not file.ranges:
        return offset
    return sum(max(0, min(offset - first, length)) for first, length in file.ranges)


def pages(part: Part, run: Run, engine: LocalEngine, meter: Meter, folder: Path) -> None:
    """Read, parse and segment the captures of a part."""
    read = 0

    def counted() -> Iterator[Record]:
        nonlocal read
        for record in captures(part, run, meter):
            read += 1
            yield record

    write_pages(folder, part, meter.counted(engine.map(worker.pages, counted())))
    (folder / BOOKS).write_text(json.dumps({"captures": read}))


def write_pages(folder: Path, part: Part, made: Iterable[Paged | Revisit | Rejection]) -> None:
    """Write the pages of a part, and what they show of their sites, for `lessons` to sum up over all parts."""
    shown = memory.Shown(part.number)
    with writing_sightings(folder / SIGHTINGS) as see:

        def kept() -> Iterator[Shelved]:
            for one in made:
                if not isinstance(one, Paged):
                    yield shelved(one)
                    continue
                if one.sighted is not None:
                    see(one.sighted)
                if one.showing is not None:
                    shown.see(one.showing)
                yield one.page

        write_items(folder / ITEMS, kept())
    shown.write(folder / SHOWN)


def lessons(run: Run, asker: Asker, folder: Path) -> None:
    """Learn what recurs over the pages of a site: lines, here and in earlier batches, and values, here."""
    strip, state = run.kit.settings.strip, run.state
    found = Lessons()
    if strip.templates:
        needs = Needs(strip.template_pages, strip.template_share)
        pages = [run.pages_folder(part) for part in run.parts]
        asker.attach({"shown": Table(memory.shown_schema(), [each / SHOWN for each in pages])})
        templates = learn_from(
            [each / SIGHTINGS for each in pages],
            folder,
            needs,
            asker,
            earlier=state.files if state else lambda _: (),
            forgotten=forgotten(state.folder) if state else (),
        )
        found = Lessons(templates, memory.learned_from(asker))
    (folder / LESSONS).write_bytes(encoded(found))


def remembered(run: Run) -> dict[str, Path]:
    """The tables of this run that later batches want to see, by name."""
    places = {name: run.folder("SiteTemplates") / f"{name}.parquet" for name in TABLES}
    copies = tables_of(run.folder("Duplicates"))
    return {name: path for name, path in places.items() if path.exists()} | copies


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
    part: Part, run: Run, engine: LocalEngine, meter: Meter, *, learned: Path, found: Path, folder: Path
) -> None:
    """Judge, cut and elect: the outcomes of a part before duplicates are known."""
    where = {(p, row): (q, other) for p, row, q, other in json.loads((found / ORIGINALS).read_bytes())}

    def resolved() -> Iterator[Shelved | Rejection]:
        for row, kept in read_shelved(run.pages_folder(part) / ITEMS):
            if kept.kind == "page":
                yield kept
                continue
            item = kept.record()
            if isinstance(item, Revisit):
                place = where.get((part.number, row))
                original = read_item(run.pages_folder(run.parts[place[0]]) / ITEMS, place[1]) if place else None
                item = resolve(item, original)
            yield shelved(item) if isinstance(item, Page) else item

    def noted(keep: Callable[[Sheet], None]) -> Iterator[Shelved]:
        made = engine.map(worker.outcomes, resolved(), str(learned / LESSONS))
        for row, outcome in enumerate(meter.counted(made)):
            meter.advance(1, 1)
            if not isinstance(outcome, Judged):
                yield shelved(outcome)
                continue
            if outcome.sheet is not None:
                keep(replace(outcome.sheet, place=(part.number, row)))
            yield outcome.article

    settings = run.kit.settings
    wanted = writing_sheets(folder, settings.state.memory_mb) if settings.dedup.enabled else nullcontext(_ignored)
    with wanted as keep:
        write_items(folder / ITEMS, noted(keep))


def _ignored(_: Sheet) -> None:
    """What becomes of a sheet that nobody compares."""


def duplicates(run: Run, folder: Path, stripped_folders: list[Path]) -> None:
    """Compare all articles of the run with each other, and with those of earlier batches.

    A file of `[row, decision]` for each part, and with a state the tables for later batches.
    """
    settings, made = run.kit.settings, {}
    if settings.dedup.enabled:
        earlier = Earlier.of(run.state) if run.state else None
        made = decisions(decided(stripped_folders, earlier, settings.dedup, folder, settings.state.memory_mb))
    shares: dict[int, list[tuple[int, Decision]]] = {part.number: [] for part in run.parts}
    for (number, row), decision in sorted(made.items(), key=lambda entry: entry[0]):
        shares[number].append((row, decision))
    for part in run.parts:
        (folder / f"{part.name}.json").write_bytes(encoded(shares[part.number]))


def articles(part: Part, run: Run, source: Path, decided: Path, folder: Path) -> None:
    """Write the articles, rejections and removals of a part, and its books, which must balance."""
    made = dict(msgspec.json.decode((decided / f"{part.name}.json").read_bytes(), type=list[tuple[int, Decision]]))
    books = Books(count(part, run))
    failed: list[Rejection] = []
    kit, output = run.kit, run.kit.settings.output
    drop = kit.settings.dedup.mode == "drop"
    to_row = article_row(kit.digest)
    with (
        writing(folder / "articles", part.name, schema()["properties"], output) as write_article,
        writing(folder / "rejections", part.name, REJECTION, output) as write_rejection,
        writing(folder / "removals", part.name, REMOVAL, output) as write_removal,
    ):
        for row, item in read_items(source / ITEMS):
            outcome = settled(item, made.get(row), drop=drop)
            books.enter(outcome)
            if isinstance(outcome, Rejection):
                write_rejection(rejection_row(outcome))
                if outcome.reason.is_failure:
                    failed.append(outcome)
                continue
            write_article(to_row(outcome))
            for removal in removal_rows(outcome):
                write_removal(removal)
    books.check(part.name)
    if failed:
        (folder / QUARANTINE).mkdir()
        quarantine.write(folder / QUARANTINE / f"{part.name}.warc.gz", _captures_of(run, failed))
    (folder / BOOKS).write_text(json.dumps(books.row()))


def _captures_of(run: Run, failed: list[Rejection]) -> Iterator[tuple[Capture, Rejection]]:
    """The captures of rejections; what is none, such as a revisit or a record that cannot be read, is left out."""
    for rejection in failed:
        if (capture := reread(run, rejection)) is not None:
            yield capture, rejection


def reread(run: Run, rejection: Rejection) -> Capture | None:
    """The capture that a rejection is about, read again; None where what lies there is none."""
    origin = rejection.origin
    file = next(file for part in run.parts for file in part.files if file.path == origin.archive)
    settings = run.kit.settings
    within = next((one for one in file.ranges if one[0] <= origin.offset < sum(one)), None)
    try:
        with sources.opened(file.stored or file.path, settings.storage) as stream:
            record = read_capture_at(
                stream, origin.offset, member=origin.member, within=within, limits=settings.limits, name=file.path
            )
    except RecordError:
        return None
    return record if isinstance(record, Capture) else None


def total_books(folders: list[Path]) -> Books:
    """The books of a run; raises BooksError unless they balance."""
    books = Books.total(Books.from_row(json.loads((folder / BOOKS).read_bytes())) for folder in folders)
    books.check("run")
    return books
