"""Batches against earlier ones: the same clusters in whatever batches articles come, and what is told of them."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import tempfile
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from thresher.cli import commands
from thresher.dedup import stored, tables, wording
from thresher.dedup.batches import decided
from thresher.dedup.changes import changes
from thresher.dedup.compared import compared
from thresher.dedup.decide import decide
from thresher.dedup.evidence import EVIDENCE
from thresher.dedup.records import article_sheet, deduplicated
from thresher.dedup.settle import decisions
from thresher.dedup.standing import COPIES
from thresher.dedup.tables import ARTICLES, write_sheets
from thresher.errors import SettingsError
from thresher.settings import Dedup, Settings, State
from thresher.state.store import Store


def clusters_of(state: Path) -> set[frozenset[str]]:
    """The clusters that a state holds after all its batches: ids of articles that are one story."""
    kept: dict[tuple[str, int], tuple[str, int]] = {}
    ids: dict[tuple[str, int], str] = {}
    for batch, _ in Store(state).batches():
        folder = state / "batches" / batch.name
        for number, name in enumerate(pq.read_table(folder / f"{ARTICLES}.parquet").column("id").to_pylist()):
            ids[batch.name, number] = name
        for row in pq.read_table(folder / f"{COPIES}.parquet").to_pylist():
            kept[row["batch"] or batch.name, row["article"]] = row["kept_batch"] or batch.name, row["kept_article"]
    clusters: dict[tuple[str, int], set[str]] = defaultdict(set)
    for article, name in ids.items():
        clusters[kept.get(article, article)].add(name)
    return {frozenset(members) for members in clusters.values()}


def in_memory(sheets) -> set[frozenset[str]]:
    found = [{best.id, *(copy.sheet.id for copy in copies)} for best, copies in decide(sheets, Dedup()).clusters]
    alone = {one.id for one in sheets}.difference(*found)
    return {frozenset(one) for one in (*found, *({one} for one in alone))}


def add(state: Path, sheets, name: str | None = None, **dedup):
    wanted = Settings(dedup=Dedup(**dedup), state=State(folder=str(state), batch=name, memory_mb=128))
    return compared(sheets, wanted)


def test_thirty_shuffled_batches_make_the_clusters_of_one_run(sheets, tmp_path):
    some = random.Random(1).sample(sheets, 180) + sheets[:60]
    some = [replace(one, id=f"{one.id}/{number}", place=(0, number)) for number, one in enumerate(some)]
    for number in range(30):
        add(tmp_path / "thirty", some[number::30], f"{number:02}")
    add(tmp_path / "one", sorted(some, key=lambda one: one.id))
    assert clusters_of(tmp_path / "thirty") == clusters_of(tmp_path / "one") == in_memory(some)
    assert sum(len(members) > 2 for members in in_memory(some)) > 5
    assert not list(Store(tmp_path / "thirty").verify())


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10**6))
def test_the_order_of_batches_changes_no_cluster(sheets, seed):
    draw = random.Random(seed)
    some = draw.sample(sheets, 120)
    cuts = [0, *sorted(draw.sample(range(1, 120), 4)), 120]
    with tempfile.TemporaryDirectory() as folder:
        for first, last in pairwise(cuts):
            add(Path(folder), some[first:last])
        assert clusters_of(Path(folder)) == in_memory(some)


def test_a_passage_that_turns_out_to_be_common_parts_what_it_had_joined(tmp_path):
    """Decisions on earlier articles are taken back where the whole set says otherwise."""
    notice = " ".join(f"word{number} of Notice{number} number {number}" for number in range(20))
    rows = [
        {
            "url": f"https://a{n}.example/",
            "title": f"brief {n} {n * 7}",
            "text": f"Own{n} words{n} here{n}.\n\n{notice}",
        }
        for n in range(6)
    ]
    made = [article_sheet(row, (0, number), "test:0") for number, row in enumerate(rows)]
    for number, one in enumerate(made):
        add(tmp_path, [one], str(number))
    assert clusters_of(tmp_path) == in_memory(made)


def test_parts_of_the_fingerprints_and_tables_change_no_decision(sheets, tmp_path):
    own = []
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        write_sheets(folder, (one for one in sheets if one.place[1] % 2 == number), 128)
        own.append(folder)
    found = decided(own, None, Dedup(most_tokens=40_000), tmp_path, 128)
    assert decisions(found) == decisions(decide(sheets, Dedup()))


def test_tables_hold_the_same_however_few_articles_are_held_at_once(sheets, tmp_path, monkeypatch):
    read = []
    for words in (1 << 18, 500):
        monkeypatch.setattr(tables, "_STEP_WORDS", words)
        folder = tmp_path / str(words)
        folder.mkdir()
        write_sheets(folder, sheets, 128)
        read.append([pq.read_table(folder / f"{name}.parquet") for name in tables.TABLES])
        assert pq.read_metadata(folder / f"{ARTICLES}.parquet").num_row_groups > (1 if words == 500 else 0)
    assert read[0] == read[1]
    assert read[0][0].num_rows == len(sheets)


def test_the_words_of_an_article_are_read_once_however_small_the_memory(sheets, tmp_path, monkeypatch):
    read = Counter()

    def noted(folder, articles):
        read.update((folder, article) for article in articles.tolist())
        return wording.read_words(folder, articles)

    monkeypatch.setattr(stored, "read_words", noted)
    add(tmp_path, sheets, most_tokens=20_000)
    assert len(read) > 50
    assert set(read.values()) == {1}


def test_a_pair_is_compared_once_however_many_batches_come(sheets, tmp_path):
    for number in range(3):
        add(tmp_path, sheets[number * 40 : number * 40 + 40], str(number))
    rows = [pq.read_table(file) for file in sorted(tmp_path.glob(f"batches/*/{EVIDENCE}.parquet"))]
    keys = [tuple(row.values()) for table in rows for row in table.select(["one", "other", "context"]).to_pylist()]
    assert len(keys) == len(set(keys)) > 50


TEXT = """\
The weavers of Holm voted on Sunday to sell 14 of their 60 looms to a museum in Tersk before the winter.

Ada Brun, who has led the guild since 1998, said that orders for heavy cloth had fallen by 40 per cent.

The museum will pay 9,500 crowns for each loom and has promised to let the weavers work on them in summer.

A second vote, on the dye house by the river Aun, was put off until 3 May because the roof is being mended."""


def row(host: str, day: int, text: str = TEXT, **more):
    return {
        "url": f"https://{host}.example/looms",
        "title": "Looms go",
        "text": text,
        "published": f"2025-02-{day:02}",
        **more,
    }


def test_a_copy_of_an_earlier_article_names_it_with_batch_and_place(tmp_path):
    deduplicated([row("first", 1)], state=tmp_path, batch="monday")
    (late,) = deduplicated([row("second", 2)], state=tmp_path, batch="tuesday")
    assert (late["keep"], late["cluster"], late["duplicate"]) == (False, "https://first.example/looms", "exact")
    assert late["kept"] == {"url": "https://first.example/looms", "batch": "monday", "origin": "row 0:0"}


def test_a_better_copy_supersedes_the_earlier_article(tmp_path):
    deduplicated([row("second", 2)], state=tmp_path, batch="monday")
    (early,) = deduplicated([row("first", 1)], state=tmp_path, batch="tuesday")
    assert early["keep"]
    assert [(one["url"], one["batch"]) for one in early["supersedes"]] == [("https://second.example/looms", "monday")]
    (later,) = deduplicated([row("zero", 1, published="2025-01-09")], state=tmp_path, batch="wednesday")
    assert [one["url"] for one in later["supersedes"]] == ["https://first.example/looms"]


def changed(state: Path, batch: str) -> list[tuple[str, str, str | None]]:
    return [(one["url"], one["now"], one.get("of", {}).get("url")) for one in changes(Store(state), batch)]


def test_what_a_batch_changes_of_earlier_articles_is_told_though_none_of_its_own_says_so(tmp_path):
    deduplicated([row("second", 2), row("third", 3)], state=tmp_path, batch="monday")
    deduplicated([row("first", 1)], state=tmp_path, batch="tuesday")
    first, second, third = (f"https://{name}.example/looms" for name in ("first", "second", "third"))
    assert changed(tmp_path, "tuesday") == [(second, "exact", first), (third, "exact", first)]
    assert not changed(tmp_path, "monday")
    assert next(changes(Store(tmp_path), "tuesday"))["batch"] == "monday"
    with pytest.raises(SettingsError, match="no such batch"):
        changed(tmp_path, "sunday")


def test_an_earlier_copy_that_turns_out_to_be_none_is_told(tmp_path):
    """Two notices are copies, until a third page of the host shows that it is the frame of the site."""
    frame = " ".join(f"word{number} of Notice{number} number {number}" for number in range(20))
    titles = ("Ferry strike ends", "Council votes on budget", "Rain floods valley")
    made = [
        {"url": f"https://paper.example/{n}", "title": title, "text": f"Own{n} words{n} of Town{n}.\n\n{frame}"}
        for n, title in enumerate(titles)
    ]
    assert [one["keep"] for one in deduplicated(made[:2], state=tmp_path, batch="0")] == [True, False]
    deduplicated(made[2:], state=tmp_path, batch="1")
    assert changed(tmp_path, "1") == [("https://paper.example/1", "kept", None)]
    Store(tmp_path).drop(["0"])
    assert changed(tmp_path, "1") == [(None, "kept", None)]


def test_the_command_tells_changes_as_lines_of_json(tmp_path):
    deduplicated([row("second", 2)], state=tmp_path, batch="monday")
    deduplicated([row("first", 1)], state=tmp_path, batch="tuesday")
    done = CliRunner().invoke(commands, ["state", "changes", str(tmp_path), "tuesday"], catch_exceptions=False)
    (told,) = map(json.loads, done.stdout.splitlines())
    assert (told["now"], told["of"]["batch"]) == ("exact", "tuesday")


def test_an_excerpt_of_an_earlier_article_is_related_to_it_in_its_batch(tmp_path):
    deduplicated([row("first", 1)], state=tmp_path, batch="monday")
    half = TEXT[: TEXT.index("The museum")]
    (late,) = deduplicated([row("second", 2, half)], state=tmp_path, batch="tuesday")
    assert late["keep"]
    assert [(one["to"], one["kind"], one["batch"]) for one in late["relations"]] == [
        ("https://first.example/looms", "excerpt", "monday")
    ]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}


def test_a_batch_run_again_is_no_copy_of_itself_and_changes_no_byte(sheets, tmp_path):
    made = [add(tmp_path, sheets[start : start + 30], str(start)) for start in (0, 30)]
    before = files(tmp_path)
    assert add(tmp_path, sheets[:30], "0") == made[0]
    assert add(tmp_path, sheets[30:60], "30") == made[1]
    assert files(tmp_path) == before


def test_a_dropped_batch_is_as_if_it_had_not_come(sheets, tmp_path):
    add(tmp_path / "all", sheets[:40], "one")
    add(tmp_path / "all", sheets[40:60], "two")
    Store(tmp_path / "all").drop(["two"])
    assert clusters_of(tmp_path / "all") == in_memory(sheets[:40])
    add(tmp_path / "all", sheets[20:70], "three")
    Store(tmp_path / "all").drop(["one"])
    add(tmp_path / "all", sheets[70:80], "four")
    assert clusters_of(tmp_path / "all") == in_memory(sheets[20:80])


def test_a_name_that_is_taken_by_other_articles_is_refused(sheets, tmp_path):
    add(tmp_path, sheets[:3], "one")
    with pytest.raises(SettingsError, match="made of other inputs"):
        add(tmp_path, sheets[3:6], "one")


def test_a_commit_that_is_killed_leaves_a_valid_state_and_the_same_bytes_when_run_again(sheets, tmp_path):
    add(tmp_path / "state", sheets[:30], "one")
    add(tmp_path / "whole", sheets[:30], "one")
    add(tmp_path / "whole", sheets[30:60], "two")
    for moment in (0, 3, 5):
        process = multiprocessing.get_context("fork").Process(
            target=killed, args=(tmp_path / "state", sheets[30:60], moment)
        )
        process.start()
        process.join(120)
        assert process.exitcode == -signal.SIGKILL
        assert not list(Store(tmp_path / "state").verify())
        assert [batch.name for batch, _ in Store(tmp_path / "state").batches()] == ["one"]
    add(tmp_path / "state", sheets[30:60], "two")
    assert files(tmp_path / "state") == files(tmp_path / "whole")


def killed(state: Path, sheets, moment: int) -> None:
    """Add a batch, and die when so many of its files are synced."""
    from thresher import whole

    left = iter(range(moment))

    def sync(path: Path, real=whole.sync) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        real(path)

    whole.sync = sync
    add(state, sheets, "two")
