"""What a killable worker costs is counted without what starting it costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from thresher.errors import SettingsError
from thresher.lab.endurance.isolation import Cost, measured, overhead

CAPTURES = Path(__file__).parents[3] / "fixtures" / "captures"


def test_the_overhead_is_of_records_alone_and_leaves_the_start_out():
    plain = Cost("in this process", 400, whole=10.0, part=4.0)
    isolated = Cost("in a worker", 400, whole=26.3, part=20.0)
    assert overhead([plain, isolated]) == pytest.approx(0.05)


def test_an_archive_with_too_few_records_is_refused_by_name():
    with pytest.raises(SettingsError, match=r"fewer than 4,000 .*old\.arc\.gz"):
        measured(CAPTURES / "old.arc.gz", 4000, 1)
