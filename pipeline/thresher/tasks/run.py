"""A run: its inputs cut into parts, its kit, and the folders whose names promise their content."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from thresher.archive import sources
from thresher.engine.local import cores
from thresher.errors import PartError
from thresher.extract.sites.knowledge import Sites
from thresher.kit import Kit, line_model
from thresher.settings import Settings
from thresher.state.store import Store, View
from thresher.strip.rules import Rule
from thresher.whole import writing_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WORK = ".work"  # the folder in OUT that holds what a run has not finished


@dataclass(frozen=True, slots=True)
class InputFile:
    """One input file; `digest` names its content.

    `stored` is where it is read from, if that is not `path`: standard input and pipes are kept in
    a file, and a name that is no UTF-8 is written with escapes.
    """

    path: str
    size: int
    digest: str
    stored: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What becomes one directory: one large input file, or several small ones."""

    number: int
    files: tuple[InputFile, ...]

    @property
    def name(self) -> str:
        """The name of the part's files."""
        return f"part-{self.number:05}"

    @property
    def size(self) -> int:
        """Bytes of input."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True)
class Run:
    """All that decides the output, and where it goes. Saved as JSON; tasks know it by that file."""

    parts: tuple[Part, ...]
    kit: Kit
    out: Path
    state: View | None = None

    @cached_property
    def digest(self) -> str:
        """The digest of all that can change a byte of the output."""
        output = self.kit.settings.output.model_dump(exclude={"keep_work"})
        seen = self.state and [[one.digest for one in self.state.read], self.state.forgotten]
        return _digest(self.made_of, output, seen)

    @cached_property
    def made_of(self) -> str:
        """The digest of the inputs and of all that decides about them."""
        return _digest(self.kit.digest, [_identity(file) for part in self.parts for file in part.files])

    @property
    def work(self) -> Path:
        """Where the stages' files lie until the run is done."""
        return self.out / WORK

    @property
    def file(self) -> Path:
        """Where the run is saved."""
        return self.work / f"run-{self.digest[:16]}.json"

    def folder(self, stage: str) -> Path:
        """The folder of a stage of this run."""
        return self.work / f"{stage}-{self.digest[:16]}"

    def part_folder(self, stage: str, part: Part) -> Path:
        """The folder of a part in a stage of this run."""
        return self.folder(stage) / part.name

    def pages_folder(self, part: Part) -> Path:
        """The folder of a part's pages: other rules do not change it."""
        digest = _digest(self.kit.pages_digest, [_identity(file) for file in part.files])
        return self.work / "pages" / digest[:24]

    def save(self) -> None:
        """Write the run beside its work, whole or not at all."""
        self.work.mkdir(parents=True, exist_ok=True)
        document = {
            "parts": msgspec.to_builtins(self.parts),
            "settings": self.kit.settings.model_dump(mode="json"),
            "rules": msgspec.to_builtins(self.kit.rules),
            "sites": msgspec.to_builtins(self.kit.sites),
            "state": msgspec.to_builtins(self.state, enc_hook=str),
        }
        with writing_whole(self.file) as stream:
            stream.write(json.dumps(document, sort_keys=True).encode())


def _digest(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _identity(file: InputFile) -> list[str]:
    """The path is part of it, because the output names it."""
    return [file.path, file.digest]


@lru_cache(maxsize=4)
def read_run(file: str) -> Run:
    """The run that was saved in `OUT/.work/run-….json`."""
    path = Path(file)
    document = json.loads(path.read_bytes())
    settings = Settings.model_validate(document["settings"])
    rules = msgspec.convert(document["rules"], tuple[Rule, ...])
    kit = Kit(settings, rules, line_model(settings), sites=msgspec.convert(document["sites"], Sites))
    state = msgspec.convert(document["state"], View | None, dec_hook=lambda kind, value: kind(value))
    return Run(msgspec.convert(document["parts"], tuple[Part, ...]), kit, path.parent.parent, state)


def plan(inputs: Sequence[str], out: str | Path, settings: Settings) -> Run:
    """Find the input files, digest their content, and cut them into parts; raises SettingsError."""
    kit = Kit.load(settings)
    folder = Path(out)
    paths = sources.expand(inputs)
    with ThreadPoolExecutor(cores()) as pool:
        files = list(pool.map(lambda path: _input_file(path, folder / WORK), paths))
    run = Run(tuple(_parts(files, settings)), kit, folder)
    if settings.state.folder is None:
        return run
    store = Store(settings.state.folder)
    return replace(run, state=store.view(settings.state.batch or _batch_name(files), run.made_of))


def _batch_name(files: Iterable[InputFile]) -> str:
    """A name made of the inputs' content, whatever their paths and order."""
    return f"batch-{_digest(sorted(file.digest for file in files))[:16]}"


def _input_file(path: str, work: Path) -> InputFile:
    """A file with the digest of its content; what can be read once only is stored, as standard input is."""
    shown = os.fsencode(path).decode("utf-8", "backslashreplace")  # a file's name may be any bytes
    with _naming(shown), sources.opened(path) as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]  # it reads, which is all that is asked
        size = stream.tell()
        if path != sources.STDIN and not _is_pipe(path):
            return InputFile(shown, size, f"sha256:{digest}", path if path != shown else None)
        stream.seek(0)
        stored = work / f"stdin-{digest[:16]}"
        with writing_whole(stored) as copy:
            shutil.copyfileobj(stream, copy, 2**20)
    return InputFile(shown, size, f"sha256:{digest}", str(stored))


def is_changed(file: InputFile) -> bool:
    """Whether a file is another one by now than when it was planned; raises PartError where it cannot be read."""
    digest, size = _digested(file.stored or file.path)
    return (digest, size) != (file.digest, file.size)


def _digested(path: str) -> tuple[str, int]:
    with _naming(path), sources.opened(path) as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]  # as above
        return f"sha256:{digest}", stream.tell()


def _is_pipe(path: str) -> bool:
    file = Path(path)
    return file.exists() and not file.is_file()


@contextmanager
def _naming(path: str) -> Iterator[None]:
    """Turn an error of the disk or the network into a PartError that names the input file."""
    try:
        yield
    except OSError as error:
        raise PartError(f"cannot be read: {error.strerror or error} ({path})") from error


def _parts(files: Iterable[InputFile], settings: Settings) -> Iterator[Part]:
    """Neighbouring small files go together, so that 10,000 of them make a few parts only."""
    engine = settings.engine
    part = Part(0, ())
    for file in files:
        full = part.size + file.size > engine.part_bytes or len(part.files) >= engine.part_files
        if part.files and full:
            yield part
            part = Part(part.number + 1, ())
        part = replace(part, files=(*part.files, file))
    if part.files:
        yield part
