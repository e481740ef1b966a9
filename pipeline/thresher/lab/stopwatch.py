"""Where the processor time of a program goes, by stage, while the program runs as it is."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Item = TypeVar("Item")

OTHER = "other"


class Stopwatch:
    """Charges time to the innermost stage that is open, so that the stages sum to the whole.

    The clock is that of the process: other programs on the machine cost nothing.
    """

    def __init__(self, clock: Callable[[], float] = time.process_time) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.calls: Counter[str] = Counter()
        self._clock = clock
        self._open = [OTHER]
        self._since = clock()

    def _charge(self) -> None:
        now = self._clock()
        self.seconds[self._open[-1]] += now - self._since
        self._since = now

    def start(self) -> None:
        """Forget everything so far."""
        self.seconds.clear()
        self.calls.clear()
        self._since = self._clock()

    def stop(self) -> None:
        """Charge the time up to now."""
        self._charge()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Charge the time of a block to a stage, but for the stages opened inside it."""
        self._charge()
        self._open.append(name)
        self.calls[name] += 1
        try:
            yield
        finally:
            self._charge()
            self._open.pop()

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time charged to a stage."""

        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            with self.stage(name):
                return function(*args, **kwargs)

        return call

    def items(self, name: str, items: Iterable[Item]) -> Iterator[Item]:
        """The items, the time to get each charged to a stage."""
        iterator = iter(items)
        while True:
            with self.stage(name):
                try:
                    item = next(iterator)
                except StopIteration:
                    return
            yield item


@contextmanager
def watched(watch: Stopwatch, points: Iterable[tuple[str, str]]) -> Iterator[None]:
    """Time functions where they are, for the length of a block.

    A point is a stage and a place, `module:attribute` or `module:Class.method`. The program runs
    unchanged, so there is no second copy of its flow to keep in step; a place that has moved raises
    AttributeError.
    """
    originals = []
    try:
        for stage, place in points:
            module, _, path = place.partition(":")
            *owners, name = path.split(".")
            owner: Any = import_module(module)
            for each in owners:
                owner = getattr(owner, each)
            originals.append((owner, name, getattr(owner, name)))
            setattr(owner, name, watch.timed(stage, getattr(owner, name)))
        yield
    finally:
        for owner, name, original in reversed(originals):
            setattr(owner, name, original)
