"""How often identifiers are right on whole texts and on short cuts of them, and what they cost."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from thresher.lab.language.identifiers import OURS, called_up
from thresher.lab.peers import peer_pages
from thresher.lab.records import read_gold
from thresher.lab.slices import sampled
from thresher.lab.tables import markdown, number
from thresher.metadata.detectors import subtag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from thresher.lab.language.identifiers import Asked
    from thresher.lab.sets import BenchSet

CUTS = (20, 40, 80, 160)
"""Lengths of short texts, in characters."""
WARM_UP = "En bro er en bro, og den er her. A bridge. 20 22"
HEAD_BYTES = 20_000
"""How much of a page is searched for the language that it declares."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text whose language is known; `truth` says from where: its gold, its set, or what its page declares."""

    set: str
    url: str
    text: str
    language: str
    truth: str
    chars: int = 0  # 0 for a whole text


@dataclass(frozen=True, slots=True)
class Answers:
    """What an identifier said on each sample, and the milliseconds of processor time that it took."""

    name: str
    languages: tuple[str | None, ...]
    milliseconds: tuple[float, ...]


def samples(sets: Iterable[BenchSet], limit: int | None = None) -> Iterator[Sample]:
    """The gold texts of sets with their languages, or of the same `limit` pages of each."""
    for one in sets:
        gold = read_gold(one.gold)
        chosen = set(sampled(gold, limit)) if limit else gold.keys()
        set_language = one.source.language if one.source else ""
        for page in peer_pages(one.captures):
            row = gold.get(page.url, {})
            text = row.get("text") or ""
            if page.url not in chosen or not text:
                continue
            told = (
                ("gold", subtag(row.get("language"))),
                ("set", subtag(set_language)),
                ("page", declared(page.body) if page.is_html else None),
            )
            truth, language = next(((name, tongue) for name, tongue in told if tongue), ("", None))
            if language:
                yield Sample(one.name, page.url, text, language, truth)


def declared(body: bytes) -> str | None:
    """The language that a page's root element declares."""
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(body[:HEAD_BYTES].decode("latin-1")).root
    return subtag(root.attributes.get("lang")) if root is not None else None


def cut(sample: Sample, chars: int) -> Sample:
    """A piece of a text, from the start of a word at a place that the page's address decides."""
    text = " ".join(sample.text.split())
    most = max(0, len(text) - chars)
    start = int.from_bytes(hashlib.sha256(f"{chars} {sample.url}".encode()).digest()[:6]) % (most + 1)
    space = text.find(" ", start, min(start + 20, most))
    start = space + 1 if space >= 0 and start else start
    piece = text[start : start + chars].strip()
    return Sample(sample.set, sample.url, piece, sample.language, sample.truth, chars)


def answered(name: str, taken: Sequence[Sample], passes: int = 1) -> Answers:
    """Ask one identifier about every sample, in this process; of its passes the quickest counts for each."""
    asked = called_up(name)
    for one in (WARM_UP, *(sample.text for sample in taken[:20])):
        asked(one)
    languages: tuple[str | None, ...] = ()
    quickest: list[float] = []
    for _ in range(passes):
        timed = [_timed(asked, sample.text) for sample in taken]
        languages = tuple(language for language, _ in timed)
        spent = [milliseconds for _, milliseconds in timed]
        quickest = [min(pair) for pair in zip(quickest, spent, strict=True)] if quickest else spent
    return Answers(name, languages, tuple(quickest))


def _timed(asked: Asked, text: str) -> tuple[str | None, float]:
    prepared = asked.prepare(text)
    start = time.process_time_ns()
    language = asked.identify(prepared)
    return language, (time.process_time_ns() - start) / 1_000_000


def _groups(taken: Sequence[Sample]) -> dict[tuple[int, str], list[int]]:
    """The places of the samples of each length and set."""
    groups: dict[tuple[int, str], list[int]] = {}
    for at, sample in enumerate(taken):
        groups.setdefault((sample.chars, sample.set), []).append(at)
    return dict(sorted(groups.items()))


def whole_table(taken: Sequence[Sample], found: Sequence[Answers]) -> str:
    """A line for each set: the share that each identifier gets right, and its time; then the wrong and the unsure."""
    headings = ["set", "truth", "texts", *(one.name for one in found)]
    rows, paces = [], []
    for (_, name), places in _groups(taken).items():
        truth = "/".join(dict.fromkeys(taken[at].truth for at in places))
        head = [name, truth, str(len(places))]
        rows.append([*head, *(number(_right(taken, one, places), 4) for one in found)])
        paces.append([name, *(number(fmean(one.milliseconds[at] for at in places), 3) for one in found)])
    everywhere = [number(fmean(one.milliseconds), 3) for one in found]
    paces.append(["all", *everywhere])
    spent = markdown(["ms a text", *(one.name for one in found)], paces)
    return f"{markdown(headings, rows, left=2)}\n\n{spent}"


def short_table(taken: Sequence[Sample], found: Sequence[Answers]) -> str:
    """A line for each set and length: how often each identifier is right; for ours, how often it does not say."""
    ours = next((one for one in found if one.name == OURS), None)
    others = [one for one in found if one is not ours]
    own = [f"{OURS}: unsure", "right where it says", "right"] if ours else []
    rows = []
    for (chars, name), places in _groups(taken).items():
        row = [name, str(chars), str(len(places))]
        if ours:
            said = [at for at in places if ours.languages[at] is not None]
            row += [
                number(1 - len(said) / len(places)),
                number(_right(taken, ours, said)),
                number(_right(taken, ours, places)),
            ]
        rows.append([*row, *(number(_right(taken, one, places)) for one in others)])
    return markdown(["set", "characters", "texts", *own, *(one.name for one in others)], rows)


def _right(taken: Sequence[Sample], answers: Answers, places: Sequence[int]) -> float | None:
    """The share of right answers; who does not say is not right."""
    return fmean(answers.languages[at] == taken[at].language for at in places) if places else None


def disagreements(taken: Sequence[Sample], answers: Answers) -> str:
    """What an identifier says where it is not what the truth says, with how often."""
    counts: dict[tuple[str, str, str], int] = {}
    for sample, said in zip(taken, answers.languages, strict=True):
        if said != sample.language:
            key = (sample.set, sample.language, said or "unsure")
            counts[key] = counts.get(key, 0) + 1
    rows = [[*key, str(count)] for key, count in sorted(counts.items())]
    return markdown(["set", "truth", answers.name, "texts"], rows, left=3) if rows else "None."
