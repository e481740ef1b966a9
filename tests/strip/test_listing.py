"""A changed rule shows in review: the listing of the shipped rules is kept beside the tests."""

from __future__ import annotations

import os
from pathlib import Path

from thresher.strip.listing import rows

SNAPSHOT = Path(__file__).parent / "rules.tsv"


def test_the_listing_of_the_shipped_rules_is_the_one_reviewed(rules):
    """Run with `BLESS=1` to write the file anew after a look at what changed."""
    listing = "".join("\t".join(row) + "\n" for row in rows(rules))
    if os.environ.get("BLESS") == "1":
        SNAPSHOT.write_text(listing, encoding="utf-8")
    assert SNAPSHOT.read_text(encoding="utf-8") == listing
