"""Invented articles for the room of duplicates."""

from __future__ import annotations

import pytest

from thresher.dedup.records import article_sheet
from thresher.lab.stories import Press


@pytest.fixture(scope="session")
def press():
    """Some hundred stories with their copies, and pages that only look like copies."""
    return list(Press(11).stories(400))


@pytest.fixture(scope="session")
def sheets(press):
    return [article_sheet(one.row(), (0, number), f"press:{number}") for number, one in enumerate(press)]
