"""Who takes part in the benchmark, and by which command each turns a WARC into files in a folder."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from thresher.emit.reading import article_files, read_rows
from thresher.lab.peers import peer_pages
from thresher.lab.records import read_articles, write_rows

if TYPE_CHECKING:
    from thresher.lab.records import Row

_RIVALS = Path(__file__).with_name("rivals.py")
_CLI = "from trafilatura.cli import main; main()"
_WORKERS = "thresher, {} workers"

Command = Callable[[Path, Path], list[str]]


@dataclass(frozen=True, slots=True)
class Contestant:
    """A tool: how it is called, what it needs to be importable by which interpreter, and what it does.

    `command` takes archive and output folder. `texts` are the rows with a text, and of how many pages more it
    says why they have none.
    """

    name: str
    command: Command
    does: str
    needs: tuple[str, ...] = ()
    interpreter: str = sys.executable
    is_ours: bool = False
    prepare: Callable[[Path, Path], None] = lambda _archive, _folder: None
    answers: Callable[[Path], tuple[dict[str, Row], int]] = lambda folder: (read_articles([folder])[0], 0)


def html(workers: int, datatrove: str = sys.executable) -> list[Contestant]:
    """The contestants on pages of markup; `datatrove` is the interpreter that has that installed."""
    trafilatura = ("trafilatura", "fastwarc")
    resiliparse = ("resiliparse", "fastwarc")
    trove = ("datatrove", "trafilatura", "warcio", "magic", "cchardet", "lxml_html_clean")
    found = [ours(1)]
    if workers > 1:
        found.append(ours(workers))
    return [
        *found,
        _rival("trafilatura", "trafilatura, with metadata", "FastWARC, trafilatura with metadata, JSONL", trafilatura),
        _rival("trafilatura-text", "trafilatura, text", "FastWARC, trafilatura, JSONL", trafilatura),
        Contestant(
            "trafilatura, CLI",
            lambda _, out: [sys.executable, "-c", _CLI, *_cli_options(out)],
            "trafilatura's own command line on the pages as files, with metadata, JSON",
            ("trafilatura",),
            prepare=_as_files,
            answers=_of_files,
        ),
        _rival("resiliparse", "resiliparse", "FastWARC, main content of resiliparse, JSONL", resiliparse),
        _rival(
            "datatrove",
            "datatrove",
            "its WARC reader, its extractor with trafilatura, JSONL: its defaults",
            trove,
            datatrove,
        ),
        _rival(
            "datatrove-minhash",
            "datatrove, MinHash",
            "the same, and MinHash deduplication in four stages",
            (*trove, "spacy", "tokenizers"),
            datatrove,
        ),
        _rival("floor", "floor", "FastWARC, resiliparse's decoding, lexbor; nothing written", resiliparse),
    ]


def text() -> list[Contestant]:
    """The contestants on text captures."""
    return [
        ours(1),
        _rival("justext", "jusText", "FastWARC, a paragraph a line, jusText, JSONL", ("justext", "fastwarc")),
    ]


def minhash(datatrove: str) -> Contestant:
    """Datatrove's MinHash by itself, on texts as JSON lines."""
    does = "MinHash deduplication in three stages: its defaults"
    return _rival("datatrove-copies", "datatrove", does, ("datatrove", "spacy", "tokenizers"), datatrove)


def ours(workers: int) -> Contestant:
    """The product as a user calls it, everything on."""
    return Contestant(
        _WORKERS.format(workers) if workers > 1 else "thresher",
        lambda archive, out: [
            *(sys.executable, "-m", "thresher", "clean", str(archive)),
            *("--out", str(out), "--workers", str(workers), "--quiet"),
        ],
        "`thresher clean`: text, metadata, language, rules, templates, duplicates, ledgers, report",
        is_ours=True,
        answers=_of_ours,
    )


def cores() -> int:
    """How many cores there are to use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _rival(program: str, name: str, does: str, needs: tuple[str, ...], interpreter: str = sys.executable) -> Contestant:
    def command(archive: Path, out: Path) -> list[str]:
        return [interpreter, str(_RIVALS), program, str(archive), str(out)]

    return Contestant(name, command, does, needs, interpreter)


def _of_ours(folder: Path) -> tuple[dict[str, Row], int]:
    """The articles, and how many rejections there are."""
    told = sum(1 for file in article_files([folder / "rejections"]) for _ in read_rows(file))
    return read_articles([folder / "articles"])[0], told


def _as_files(archive: Path, out: Path) -> None:
    """Put the pages into files, as the command line of trafilatura wants them; no part of what is timed."""
    (out / "in").mkdir()
    pages = list(peer_pages(archive))
    write_rows(out / "urls.jsonl", ({"url": page.url} for page in pages))
    for number, page in enumerate(pages):
        (out / "in" / f"{number:06}.html").write_bytes(page.body)


def _cli_options(out: Path) -> list[str]:
    options = ["--json", "--with-metadata", "--no-comments", "--keep-dirs", "--parallel", "1"]
    return ["--input-dir", str(out / "in"), "--output-dir", str(out / "out"), *options]


def _of_files(out: Path) -> tuple[dict[str, Row], int]:
    urls = [row["url"] for row in read_rows(out / "urls.jsonl")]
    found: dict[str, Row] = {}
    for file in sorted((out / "in").glob("*.json")):  # with absolute paths, its output stands beside the pages
        row = json.loads(file.read_bytes())
        url = urls[int(file.stem)]
        found[url] = {"url": url, "text": row.get("text"), "title": row.get("title"), "date": row.get("date")}
    return found, 0
