"""The blocks of code on the pages of the documentation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
BLOCK = re.compile(r"((?:^<!-- [a-z: .\-\w]+ -->\n)*)^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A block of code on a page; `marks` are the comments before it, such as `runs` or `needs: pandas`."""

    page: str
    line: int
    language: str
    marks: tuple[str, ...]
    code: str

    def __str__(self):
        return f"{self.page}:{self.line}"


def blocks() -> list[Block]:
    """All blocks of all pages but the benchmarks, in order."""
    found = []
    for page in sorted(DOCS.glob("*.md")):
        text = page.read_text("utf-8")
        for block in BLOCK.finditer(text):
            marks = tuple(re.findall(r"<!-- (.*?) -->", block[1]))
            line = text.count("\n", 0, block.start(2)) + 1
            found.append(Block(page.name, line, block[2], marks, block[3]))
    return found
