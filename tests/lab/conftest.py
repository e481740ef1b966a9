import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def bench() -> Path:
    shared = Path(os.environ.get("THRESHER_SHARED") or REPOSITORY.parent / "shared")
    if not (shared / "bench").is_dir():
        pytest.skip("the benchmark data is not here (set THRESHER_SHARED to the folder that holds bench/)")
    return shared / "bench"
