"""Lets the tests of this folder share `metadata_pages.py`, although it is no package."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
