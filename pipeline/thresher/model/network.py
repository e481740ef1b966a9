"""The network in numpy: rows and words of a page in, a probability for each block out.

Dense, then residual convolutions over the page at growing distances, then a dense layer that also sees
the page as a whole. Two networks of this shape are shipped: that of the lines of text captures, which reads
words too (`thresher lab train text`), and that of the blocks of markup (`thresher lab train html`). Their
weights lie beside this module.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from thresher.errors import SettingsError
from thresher.model.columns import names
from thresher.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from thresher.model.vocabulary import Found

    Floats = NDArray[np.float32]

SHIPPED = Path(__file__).with_name("text.npz")
"""The weights for text captures that come with the package; `text.md` beside them says how they were made."""
SHIPPED_BLOCKS = Path(__file__).with_name("html.npz")
"""The weights for markup; `html.md` beside them says how they were made."""

PAGE_TYPES = ("article", "forum", "documentation", "product", "listing", "collection", "service")
"""The types of pages, in the order of the network's word on them; those of WCXB (Foley 2026)."""

_HEAD = "head"
_SUREST = 500.0
_LEVELS = 127  # the table of words is stored in whole numbers from -127 to 127, scaled column by column


@dataclass(frozen=True)
class Network:
    """Weights, and what they were fitted to: names of columns, topics of rules, words.

    `arrays` has `mean`, `scale` (columns), `table` (words, dims), `enter.weight`, `enter.bias`,
    `convolution.N.weight` (3 * width, width), `page.*`, `leave.*`, `judge.*`; products are `rows @ weight`.
    A network that reads no words has no `table`; one that tells page types has `types.*`.
    """

    columns: tuple[str, ...]
    topics: tuple[str, ...]
    vocabulary: Vocabulary
    dilations: tuple[int, ...]
    arrays: Mapping[str, Floats] = field(repr=False)
    digest: str = ""

    def chances(self, numbers: Floats, found: Found | None = None) -> NDArray[np.float64]:
        """The probability of each block that it is part of the article; shape (blocks,)."""
        return self.judged(numbers, found)[0]

    def judged(
        self, numbers: Floats, found: Found | None = None
    ) -> tuple[NDArray[np.float64], NDArray[np.float64] | None]:
        """The probability of each block, and that of each of `PAGE_TYPES`, where the network tells them."""
        with _OneThread():
            return self._judged(numbers, found)

    def _judged(self, numbers: Floats, found: Found | None) -> tuple[NDArray[np.float64], NDArray[np.float64] | None]:
        a = self.arrays
        size, columns = numbers.shape
        weight, bias = self._entrance
        hidden: Floats = numbers @ weight[:columns]
        if found is not None:
            hidden += self._summed(found, size) @ weight[columns:-1]
            hidden += found.shares[:, None] * weight[-1]
        hidden += bias
        np.maximum(hidden, 0, out=hidden)
        for number, dilation in enumerate(self.dilations):
            hidden += _convolved(hidden, dilation, a, f"convolution.{number}")
        page = _dense(np.concatenate([hidden.mean(axis=0), hidden.max(axis=0)])[None, :], a, "page")
        left = hidden @ a["leave.weight"]
        left += a["leave.bias"]
        left += page
        np.maximum(left, 0, out=left)
        logits = (left @ a["judge.weight"])[:, 0] + a["judge.bias"][0]
        # Sums that are this far from 0 say no more, and hostile lines of megabytes would overflow.
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(logits.astype(np.float64), -_SUREST, _SUREST)))
        if "types.weight" not in a:
            return chances, None
        guesses = np.exp((page @ a["types.weight"])[0].astype(np.float64) + a["types.bias"])
        return chances, guesses / guesses.sum()

    @cached_property
    def _entrance(self) -> tuple[Floats, Floats]:
        """The first layer for rows as they are: mean and scale of the columns are taken into its weights."""
        a = self.arrays
        weight = a["enter.weight"].astype(np.float64)
        columns = len(a["mean"])
        weight[:columns] /= a["scale"][:, None]
        bias = a["enter.bias"] - a["mean"] @ weight[:columns]
        return weight.astype(np.float32), bias.astype(np.float32)

    def _summed(self, found: Found, size: int) -> Floats:
        """The vectors of the known words of each block, summed and divided by the root of their number."""
        table = self.arrays["table"]
        summed = np.zeros((size, table.shape[1]), np.float32)
        if len(found.places):
            order = found.owners
            starts = np.flatnonzero(np.diff(order, prepend=-1))
            summed[order[starts]] = np.add.reduceat(table[found.places], starts, axis=0)
            counts = np.bincount(order, minlength=size)
            summed /= np.sqrt(np.maximum(counts, 1), dtype=np.float32)[:, None]
        return summed

    def saved(self) -> bytes:
        """The network as an `.npz` file; floats are halved, the table of words is in bytes."""
        head = {
            "columns": self.columns,
            "topics": self.topics,
            "words": self.vocabulary.words,
            "pairs": self.vocabulary.pairs,
            "dilations": self.dilations,
        }
        stored: dict[str, Any] = {name: array.astype(np.float16) for name, array in self.arrays.items()}
        if (table := self.arrays.get("table")) is not None:
            scale = np.maximum(np.abs(table).max(axis=0), 1e-6) / _LEVELS
            stored["table"] = np.rint(table / scale).astype(np.int8)
            stored["table.scale"] = scale.astype(np.float32)
        stored[_HEAD] = np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), np.uint8)
        stream = io.BytesIO()
        np.savez_compressed(stream, **stored)
        return stream.getvalue()


class _OneThread:
    """While it is open, numpy multiplies on one thread: for matrices so small others only wait, and sums may differ."""

    def __enter__(self) -> None:
        self._before = [(library, library.num_threads) for library in _libraries()]
        for library, before in self._before:
            if before != 1:
                library.set_num_threads(1)

    def __exit__(self, *_: object) -> None:
        for library, before in self._before:
            if before != 1:
                library.set_num_threads(before)


@cache
def _libraries() -> list[Any]:
    """What multiplies for numpy; the limits of `threadpoolctl` itself take longer than a page of twenty blocks."""
    from threadpoolctl import ThreadpoolController

    found: list[Any] = ThreadpoolController().select(user_api="blas").lib_controllers
    return found


def _dense(rows: Floats, arrays: Mapping[str, Floats], name: str) -> Floats:
    found: Floats = rows @ arrays[f"{name}.weight"]
    found += arrays[f"{name}.bias"]
    return np.maximum(found, 0, out=found)


def _convolved(hidden: Floats, dilation: int, arrays: Mapping[str, Floats], name: str) -> Floats:
    """What each block hears from those `dilation` blocks before and after it."""
    size, width = hidden.shape
    beside = np.zeros((size, 3 * width), np.float32)
    if dilation < size:
        beside[dilation:, :width] = hidden[:-dilation]
        beside[:-dilation, 2 * width :] = hidden[dilation:]
    beside[:, width : 2 * width] = hidden
    return _dense(beside, arrays, name)


def load(path: Path, columns: tuple[str, ...] | None = None) -> Network:
    """Read a network of these columns, of those of text captures when none are given.

    Raises SettingsError when the file is none, or was fitted to other columns.
    """
    try:
        data = path.read_bytes()
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            head = json.loads(stored[_HEAD].tobytes())
            arrays = {name: stored[name] for name in stored.files if name != _HEAD}
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise SettingsError(f"cannot read the model: {error} ({path})") from error
    topics = tuple(head["topics"])
    fitted = tuple(head["columns"])
    if fitted != (names(topics) if columns is None else columns):
        raise SettingsError(f"the model was fitted to other columns; train it again ({path})")
    scale = arrays.pop("table.scale", None)
    full = {name: array.astype(np.float32) for name, array in arrays.items()}
    if scale is not None:
        full["table"] *= scale
    vocabulary = Vocabulary(tuple(head["words"]), tuple((first, second) for first, second in head["pairs"]))
    return Network(
        fitted,
        topics,
        vocabulary,
        tuple(head["dilations"]),
        full,
        hashlib.sha256(data).hexdigest(),
    )
