"""The run that the tests look at; those in a browser do too."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from inspected_run import archive, made, marks, opened_run, view_of, window  # noqa: F401 - fixtures
