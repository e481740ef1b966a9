"""Standard output as the commands write it."""

from __future__ import annotations

from typing import NoReturn

from rich.console import Console


class Output(Console):
    """Standard output, taken to the letter: no markup, no emoji, no colours of its own finding."""

    def __init__(self) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, soft_wrap=True)

    def on_broken_pipe(self) -> NoReturn:
        """Leave it to the command line: a reader who has seen enough is no failure."""
        raise BrokenPipeError
