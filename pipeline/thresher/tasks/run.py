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
from thresher.archive.addresses import is_url
from thresher.archive.lists import Ranges  # noqa: TC001 - msgspec reads the annotation
from thresher.engine.local import cores
from thresher.errors import PartError
from thresher.extract.sites.knowledge import Sites
from thresher.kit import Kit, line_model
from thresher.settings import Settings
from thresher.state.store import Store, View
from thresher.strip.rules import Rule
from thresher.tasks.place import Local, Remote, place_of
from thresher.whole import writing_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from thresher.archive.lists import Source
    from thresher.settings import Storage

ASKED_AT_ONCE = 32  # objects whose size and version are asked for at once: waiting costs no processor time


@dataclass(frozen=True, slots=True)
class InputFile:
    """One input file; `digest` names its content, and `ranges` the stretches of it that are read, if not all of it.

    Of a remote object the digest is what the store says of it (an ETag, or when it was last modified): nothing is read
    twice to be sure. `size` is what there is to read. `stored` is where it is read from, if that is not `path`:
    standard input and pipes are kept in a file, and a name that is no UTF-8 is written with escapes.
    """

    path: str
    size: int
    digest: str
    stored: str | None = None
    ranges: Ranges = ()


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
    out: Local | Remote
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
        return self.out.work

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
            "out": str(self.out) if isinstance(self.out, Remote) else None,
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
    return [file.path, file.digest, *([_digest(file.ranges)] if file.ranges else [])]


@lru_cache(maxsize=4)
def read_run(file: str) -> Run:
    """The run that was saved in `run-….json` of its work folder."""
    path = Path(file)
    document = json.loads(path.read_bytes())
    settings = Settings.model_validate(document["settings"])
    rules = msgspec.convert(document["rules"], tuple[Rule, ...])
    kit = Kit(settings, rules, line_model(settings), sites=msgspec.convert(document["sites"], Sites))
    state = msgspec.convert(document["state"], View | None, dec_hook=lambda kind, value: kind(value))
    out = Remote(document["out"], settings.storage) if document["out"] else Local(path.parent.parent)
    return Run(msgspec.convert(document["parts"], tuple[Part, ...]), kit, out, state)


def plan(inputs: Sequence[str], out: str, settings: Settings) -> Run:
    """Find the input files, digest their content, and cut them into parts; raises SettingsError."""
    kit = Kit.load(settings)
    place = place_of(out, settings.storage)
    storage = settings.storage
    found = sources.find(inputs, storage)
    threads = ASKED_AT_ONCE if any(is_url(source.path) for source in found) else cores()
    with ThreadPoolExecutor(threads) as pool:
        files = list(pool.map(lambda source: _input_file(source, place.work, storage), found))
    run = Run(tuple(_parts(files, settings)), kit, place)
    if settings.state.folder is None:
        return run
    store = Store(settings.state.folder)
    return replace(run, state=store.view(settings.state.batch or _batch_name(files), run.made_of))


def _batch_name(files: Iterable[InputFile]) -> str:
    """A name made of the inputs' content, whatever their paths and order."""
    return f"batch-{_digest(sorted(file.digest for file in files))[:16]}"


def _input_file(source: Source, work: Path, storage: Storage) -> InputFile:
    """A file with the digest of its content; what can be read once only is stored, as standard input is."""
    path = source.path
    shown = os.fsencode(path).decode("utf-8", "backslashreplace")  # a file's name may be any bytes
    once = path == sources.STDIN or _is_pipe(path)
    if not once:
        digest, size = content_of(source, storage)
        return InputFile(shown, size, digest, path if path != shown else None, source.ranges)
    with _naming(shown), sources.opened(path) as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]  # it reads, which is all that is asked
        size = stream.tell()
        stream.seek(0)
        stored = work / f"stdin-{digest[:16]}"
        with writing_whole(stored) as copy:
            shutil.copyfileobj(stream, copy, 2**20)
    return InputFile(shown, size, f"sha256:{digest}", str(stored))


def content_of(source: Source, storage: Storage) -> tuple[str, int]:
    """What names the content of a file, and how many bytes of it are wanted."""
    digest, size = _digested(source.path, storage)
    return digest, _bytes_within(source.ranges, size) if source.ranges else size


def _bytes_within(ranges: Ranges, size: int) -> int:
    return sum(max(0, min(first + length, size) - first) for first, length in ranges)


def is_changed(file: InputFile, storage: Storage) -> bool:
    """Whether a file is another one by now than when it was planned; raises PartError where it cannot be read."""
    digest, size = _digested(file.stored or file.path, storage)
    return digest != file.digest or (size != file.size and not file.ranges)


def _digested(path: str, storage: Storage) -> tuple[str, int]:
    """What names the content of a file, and its size; an object is read for it only where its store is silent."""
    if is_url(path) and not path.startswith("file://"):
        from thresher.archive.remote import facts

        told = facts(path, storage)
        if told.version and told.size is not None:
            return told.version, told.size
    with _naming(path), sources.opened(path, storage) as stream:
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
