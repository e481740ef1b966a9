"""Laws of batches: whatever the batches and their order, the same is known in the end."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from thresher.nouns import Block, BlockKind, Capture, CaptureKind, Origin, Page, Vote
from thresher.settings import Settings
from thresher.state.memory import site_templates, words_of
from thresher.state.store import Store
from thresher.strip.learning import TABLES, learn
from thresher.strip.templates import Needs

LINES = ["The lamp is lit at 7.", "Ring twice on 3 May 2026, then knock.", "The bench is for everybody " * 6 + "."]
HOSTS = ["a.example", "b.example"]
BATCHES = 30
FIRST = datetime(2026, 2, 1, tzinfo=UTC)


def page(host, number, day, lines) -> Page:
    story = f"The {'abcdefghij'[number % 10] * (3 + number // 10)} was counted again, as told by all. " * 4
    blocks = [Block(BlockKind.PARAGRAPH, text) for text in (story, *(LINES[one] for one in lines))]
    when = None if day is None else FIRST + timedelta(days=day)
    capture = Capture(Origin("x", number), f"https://{host}/{number}", when, CaptureKind.TEXT)
    return Page(capture, tuple(blocks), (Vote("title", f"Story {number // 2}", "h1", 0.9),))


PAGES = st.lists(
    st.builds(
        page,
        st.sampled_from(HOSTS),
        st.integers(0, 40),
        st.one_of(st.none(), st.integers(0, 200)),
        st.lists(st.sampled_from(range(3)), max_size=3, unique=True),
    ),
    min_size=20,
    max_size=60,
)


def remember(state: Path, batches: list[list[Page]]) -> None:
    store = Store(state)
    for number, pages in enumerate(batches):
        view = store.view(f"batch-{number:02}", str(number))
        with tempfile.TemporaryDirectory() as folder:
            learn(pages, Path(folder), Needs(2, 0.1), earlier=view.files, memory_mb=64)
            store.commit(view, {name: Path(folder) / f"{name}.parquet" for name in TABLES}, {})


@settings(deadline=None, max_examples=2)
@given(PAGES, st.randoms(use_true_random=False))
def test_thirty_shuffled_batches_know_what_one_batch_knows(pages, chance):
    wanted = Settings().changed({"strip": {"template_pages": 2, "template_share": 0.1}})
    shuffled = pages[:]
    chance.shuffle(shuffled)
    cuts = sorted(chance.choices(range(len(pages) + 1), k=BATCHES - 1))
    parts = [shuffled[low:high] for low, high in zip([0, *cuts], [*cuts, len(pages)], strict=True)]
    with tempfile.TemporaryDirectory() as folder:
        one, many = Path(folder) / "one", Path(folder) / "many"
        remember(one, [pages])
        remember(many, parts)
        known = site_templates(one, wanted)
        assert site_templates(many, wanted) == known
        for host, quarters in site_templates(one, wanted, near=False).hosts.items():
            words = words_of(many, host, wanted)
            assert {key for lines in quarters.values() for key in lines} <= words.keys()
