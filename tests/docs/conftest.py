"""A folder in which the code of the documentation runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def workspace(tmp_path_factory, cleaned) -> Path:
    """A folder that holds what the pages speak of."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / "fixtures").symlink_to(ROOT / "fixtures")
    (folder / "config").symlink_to(ROOT / "config")
    (folder / "crawl.warc.gz").symlink_to(ROOT / "fixtures" / "captures" / "pages.warc")
    (folder / "letters").mkdir()
    shutil.copy(ROOT / "fixtures" / "captures" / "text" / "kelderby-rook.txt", folder / "letters")
    for name in ("crawl", "first", "before", "after"):
        shutil.copytree(cleaned, folder / "out" / name)
    return folder
