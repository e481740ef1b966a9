"""How many undamaged records readers recover of damaged archives: thousands of files, each with one mutation.

A record is undamaged when none of its stored bytes (the line ends after it, or its member, included) was changed,
removed or parted by an insertion. It is recovered when the reader gives its URL with the very body that the same
reader gives of the sound file, so that no reader is held to another's way of decoding.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pebble import ProcessExpired, ProcessPool

from thresher.lab.fuzz import mutations, seeds
from thresher.lab.fuzz.mutations import KINDS, Case
from thresher.lab.fuzz.readers import READERS, Reading
from thresher.lab.fuzz.samples import extents, preamble
from thresher.lab.machine import machine_facts
from thresher.lab.tables import markdown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SECONDS = 60.0  # that a reader may take for a file of a few kilobytes

FORMS = {
    "WARC": "archives/sound.warc.gz",  # without its compression
    "WARC, gzip": "archives/sound.warc.gz",
    "WET, gzip": "captures/crawl.warc.wet.gz",
    "WARC, zstd": "captures/pages.warc.zst",
    "WARC, LZ4": "captures/pages.warc.lz4",
    "ARC": "archives/sound.arc",
    "ARC, gzip": "captures/old.arc.gz",
}
"""The forms of archives that are damaged, and the fixture for each."""


@dataclass
class Score:
    """What one reader recovered, by (form, kind of mutation); `wrong` counts how its runs went wrong."""

    reader: str
    recovered: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    reads: set[str] = field(default_factory=set)  # forms of which it reads the sound file
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged file: its form, the kind of mutation, and the URLs of its undamaged records."""

    form: str
    kind: str
    case: Case
    undamaged: tuple[str, ...]


def sample(fixtures: Path, form: str) -> bytes:
    """The sound archive of a form."""
    data = (fixtures / FORMS[form]).read_bytes()
    return seeds.plain_of(data) if form == "WARC" else data


def damaged(fixtures: Path, count: int, seed: int) -> list[Damaged]:
    """So many damaged files, forms and kinds in equal numbers; the same for the same seed."""
    sound = {form: sample(fixtures, form) for form in FORMS}
    made = []
    for number in range(count):
        form = list(FORMS)[number % len(FORMS)]
        kind = KINDS[number // len(FORMS) % len(KINDS)]
        edit = mutations.drawn(kind, sound[form], random.Random(f"{seed}:{number}"))
        case = Case(sound[form], (edit,))
        lost_dictionary = case.touches(0, preamble(case.seed))
        whole = [one.content for one in extents(case.seed) if not case.touches(one.begin, one.end)]
        urls = tuple(got[0] for got in whole if got and not lost_dictionary)
        made.append(Damaged(form, kind, case, urls))
    return made


def scored(reader: str, fixtures: Path, files: Sequence[Damaged]) -> Score:
    """What a reader recovers of the files, each read in a process that may die or hang."""
    score = Score(reader)
    with ProcessPool(max_workers=1) as pool:

        def reading(data: bytes) -> Reading:
            try:
                result: Reading = pool.schedule(READERS[reader], args=(data,), timeout=_SECONDS).result()
            except Late:
                return Reading(frozenset(), "hang")
            except ProcessExpired:
                return Reading(frozenset(), "crash")
            return result

        whole = {form: reading(sample(fixtures, form)).found for form in FORMS}
        score.reads = {form for form, found in whole.items() if found}
        start = time.perf_counter()
        for file in files:
            if file.form not in score.reads:
                continue
            got = reading(file.case.data)
            score.wrong.update([got.error] if got.error else [])
            right = {url for url, _ in whole[file.form] & got.found}
            score.recovered[file.form, file.kind] += sum(url in right for url in file.undamaged)
        score.seconds = time.perf_counter() - start
    return score


def undamaged(files: Sequence[Damaged]) -> Counter[tuple[str, str]]:
    """How many undamaged records the files hold, by (form, kind)."""
    counted: Counter[tuple[str, str]] = Counter()
    for file in files:
        counted[file.form, file.kind] += len(file.undamaged)
    return counted


def table(files: Sequence[Damaged], scores: Sequence[Score]) -> str:
    """Shares recovered, by form and by kind of mutation."""
    all_of = undamaged(files)
    rows = []
    for axis, names in ((0, tuple(FORMS)), (1, KINDS)):
        for name in names:
            keys = [key for key in all_of if key[axis] == name]
            count = sum(name in (file.form, file.kind) for file in files)
            rows.append([name, f"{count:,}", f"{sum(all_of[key] for key in keys):,}"])
            rows[-1] += [_share(score, keys, all_of) for score in scores]
    rows.append(["all", f"{len(files):,}", f"{all_of.total():,}"])
    rows[-1] += [_share(score, list(all_of), all_of) for score in scores]
    return markdown(["damaged", "files", "undamaged records", *(score.reader for score in scores)], rows)


def _share(score: Score, keys: Sequence[tuple[str, str]], all_of: Counter[tuple[str, str]]) -> str:
    """The share recovered of the forms that the reader reads at all."""
    keys = [key for key in keys if key[0] in score.reads]
    whole = sum(all_of[key] for key in keys)
    return f"{100 * sum(score.recovered[key] for key in keys) / whole:.2f} %" if whole else "-"


def _went(score: Score) -> str:
    told = ", ".join(f"{name} {count:,}" for name, count in sorted(score.wrong.items()))
    return told or "none"


def document(files: Sequence[Damaged], scores: Sequence[Score], seed: int, day: str) -> str:
    """The page of a measurement."""
    facts = markdown(["", ""], [[name, value] for name, value in machine_facts().items()], left=2)
    went = markdown(["reader", "files that ended in an error"], [[one.reader, _went(one)] for one in scores], left=2)
    return f"""# Recovery from damage, {day}

`thresher lab recovery fixtures --files {len(files)} --seed {seed}`: {len(files):,} files, each a sound fixture with one
mutation. A *flip* changes 1 to 16 bytes, a *cut* takes out 1 to 2,000, a *splice* writes a stretch from elsewhere in
the file (or random bytes) over it, an *insert* puts such a stretch in.

A record is *undamaged* when none of its stored bytes was touched: those of its member, or in files without members
its own with the line ends after it. It is *recovered* when the reader gives its URL with the very body that the same
reader gives of the sound file. What is read before an error counts. `-`: the reader does not read the form; its
`all` is over the forms that it reads. Our reader's books are checked on every file: each record at its own place,
captures read equal to captures and rejections told; a file whose books do not balance is an error.

{table(files, scores)}

{went}

## The machine

{facts}
"""
