"""What a run writes depends on its inputs and settings alone, and what it wrote is clean already."""

from __future__ import annotations

import os
import sys

from thresher import Article, Cleaner, Settings, clean_text

# A clock that is set a day forward in the middle of the run, and two days back soon after.
CLOCK = """
import itertools, time
real, asked = time.time, itertools.count()
time.time = lambda: real() + next((day * 86_400 for end, day in ((40, 0), (80, 1)) if next(asked) < end), -86_400)
"""


def test_hash_seed_locale_time_zone_clock_and_order_of_inputs_change_no_byte(
    captures, run_thresher, output_of, tmp_path
):
    inputs = [captures / name for name in ("text", "news.warc.gz", "old.arc.gz", "crawl.warc.wet.gz")]
    (tmp_path / "clock").mkdir()
    (tmp_path / "clock" / "sitecustomize.py").write_text(CLOCK)
    path = os.pathsep.join([str(tmp_path / "clock"), *sys.path])
    worlds = [
        (inputs, {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"}),
        (
            inputs[::-1],
            {"PYTHONHASHSEED": "4711", "TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8", "PYTHONPATH": path},
        ),
    ]
    outs = []
    for number, (order, world) in enumerate(worlds):
        outs.append(tmp_path / str(number))
        done = run_thresher("clean", *order, "--out", outs[-1], "--quiet", cwd=captures, env=os.environ | world)
        assert done.returncode == 0, done.stderr
    one, other = map(output_of, outs)
    assert one == other
    assert len(one) > 3


def test_cleaning_a_cleaned_article_changes_nothing(cleaned, rows):
    cleaner = Cleaner(Settings().changed({"strip": {"templates": False}}))
    changed = []
    for row in rows(cleaned / "articles"):
        again = clean_text(row["text"], row["url"], cleaner=cleaner)
        if not isinstance(again, Article) or again.text != row["text"]:
            changed.append(row["url"])
    assert not changed
