"""The network in numpy: rows and words of a page in, a probability for each block out.

Dense, then residual convolutions over the page at growing distances, then a dense layer that also sees
the page as a whole. `thresher lab train text` fits it; the weights lie beside this module.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from thresher.errors import SettingsError
from thresher.model.columns import names
from thresher.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    from thresher.model.vocabulary import Found

    Floats = NDArray[np.float32]

SHIPPED = Path(__file__).with_name("text.npz")
"""The weights that come with the package; `text.md` beside them says how they were made."""

_HEAD = "head"
_LEVELS = 127  # the table of words is stored in whole numbers from -127 to 127, scaled column by column


@dataclass(frozen=True)
class Network:
    """Weights, and what they were fitted to: names of columns, topics of rules, words.

    `arrays` has `mean`, `scale` (columns), `table` (words, dims), `enter.weight`, `enter.bias`,
    `convolution.N.weight` (3 * width, width), `page.*`, `leave.*`, `judge.*`; products are `rows @ weight`.
    """

    columns: tuple[str, ...]
    topics: tuple[str, ...]
    vocabulary: Vocabulary
    dilations: tuple[int, ...]
    arrays: Mapping[str, Floats] = field(repr=False)
    digest: str = ""

    def chances(self, numbers: Floats, found: Found) -> NDArray[np.float64]:
        """The probability of each block that it is part of the article; shape (blocks,)."""
        with _one_thread():
            return self._chances(numbers, found)

    def _chances(self, numbers: Floats, found: Found) -> NDArray[np.float64]:
        a = self.arrays
        size = len(numbers)
        rows = np.empty((size, len(a["enter.weight"])), np.float32)
        columns, dims = numbers.shape[1], a["table"].shape[1]
        np.subtract(numbers, a["mean"], out=rows[:, :columns])
        rows[:, :columns] /= a["scale"]
        rows[:, columns : columns + dims] = self._summed(found, size)
        rows[:, -1] = found.shares
        hidden = _dense(rows, a, "enter")
        for number, dilation in enumerate(self.dilations):
            hidden += _convolved(hidden, dilation, a, f"convolution.{number}")
        page = _dense(np.concatenate([hidden.mean(axis=0), hidden.max(axis=0)])[None, :], a, "page")
        left = hidden @ a["leave.weight"]
        left += a["leave.bias"]
        left += page
        np.maximum(left, 0, out=left)
        logits = (left @ a["judge.weight"])[:, 0] + a["judge.bias"][0]
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-logits.astype(np.float64)))
        return chances

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
        table = self.arrays["table"]
        scale = np.maximum(np.abs(table).max(axis=0), 1e-6) / _LEVELS
        stored["table"] = np.rint(table / scale).astype(np.int8)
        stored["table.scale"] = scale.astype(np.float32)
        stored[_HEAD] = np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), np.uint8)
        stream = io.BytesIO()
        np.savez_compressed(stream, **stored)
        return stream.getvalue()


def _one_thread() -> AbstractContextManager[object]:
    """While it is open, numpy multiplies on one thread: for matrices so small others only wait, and sums may differ."""
    limit: AbstractContextManager[object] = _threads().limit(limits=1, user_api="blas")
    return limit


@cache
def _threads() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


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


def load(path: Path) -> Network:
    """Read a network; raises SettingsError when the file is none."""
    try:
        data = path.read_bytes()
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            head = json.loads(stored[_HEAD].tobytes())
            arrays = {name: stored[name] for name in stored.files if name != _HEAD}
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise SettingsError(f"cannot read the line model: {error} ({path})") from error
    columns, topics = tuple(head["columns"]), tuple(head["topics"])
    if columns != names(topics):
        raise SettingsError(f"the line model was fitted to other columns; train it again ({path})")
    scale = arrays.pop("table.scale")
    full = {name: array.astype(np.float32) for name, array in arrays.items()}
    full["table"] *= scale
    vocabulary = Vocabulary(tuple(head["words"]), tuple((first, second) for first, second in head["pairs"]))
    return Network(
        columns,
        topics,
        vocabulary,
        tuple(head["dilations"]),
        full,
        hashlib.sha256(data).hexdigest(),
    )
