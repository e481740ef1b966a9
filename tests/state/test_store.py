"""The state: whole batches or none, what a batch may see, one holder at a time."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pyarrow as pa
import pytest

from thresher.errors import PartError, SettingsError
from thresher.state.lock import holding
from thresher.state.store import Store
from thresher.state.tables import Table, asking, rows, write_answer, write_table

SCHEMA = pa.schema([("number", pa.int64())])


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path / "state")


def commit(store: Store, name: str, *numbers: int, made_of="inputs") -> None:
    path = store.folder.parent / "numbers.parquet"
    write_table(path, SCHEMA, [pa.record_batch([list(numbers)], schema=SCHEMA)])
    store.commit(store.view(name, made_of), {"numbers": path}, {"strip": {"templates": True}})


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def seen(store: Store, name: str) -> list[int]:
    view = store.view(name, "inputs")
    with asking({"numbers": Table(SCHEMA, view.files("numbers"))}, 128) as duck:
        return [number for (number,) in rows(duck, "SELECT number FROM numbers ORDER BY number")]


def test_a_batch_sees_those_before_it_and_none_after_however_often_it_is_run(store):
    commit(store, "one", 1)
    commit(store, "two", 2)
    commit(store, "three", 3)
    assert (seen(store, "one"), seen(store, "two"), seen(store, "four")) == ([], [1], [1, 2, 3])


def test_a_batch_committed_again_changes_no_byte(store):
    commit(store, "one", 1)
    commit(store, "two", 2)
    before = files(store.folder)
    commit(store, "one", 1)
    commit(store, "two", 2)
    assert files(store.folder) == before


def test_a_batch_is_never_written_over(store):
    commit(store, "one", 1)
    before = files(store.folder)
    with pytest.raises(PartError, match="other content"):
        commit(store, "one", 2)
    with pytest.raises(SettingsError, match="other inputs or settings"):
        commit(store, "one", 1, made_of="other inputs")
    assert files(store.folder) == before


def test_dropped_batches_are_gone_with_all_later_ones_if_asked(store):
    for number, name in enumerate(("one", "two", "three", "four")):
        commit(store, name, number)
    assert store.drop(["one"]) == ["one"]
    assert store.drop(["three"], later=True) == ["four", "three"]
    assert [batch.name for batch, _ in store.batches()] == ["two"]
    with pytest.raises(SettingsError, match="no such batch: one"):
        store.drop(["one"])


def test_verify_finds_changed_missing_and_dropped_files(store):
    for number, name in enumerate(("one", "two", "three")):
        commit(store, name, number)
    assert not list(store.verify())
    folder = store.folder / "batches"
    data = bytearray((folder / "two" / "numbers.parquet").read_bytes())
    data[9] ^= 1
    (folder / "two" / "numbers.parquet").write_bytes(data)
    (folder / "three" / "numbers.parquet").unlink()
    store.drop(["one"])
    assert list(store.verify()) == [
        "two: table numbers has other bytes than were committed",
        "two: read one, which is not there",
        "three: table numbers is missing",
        "three: read one, which is not there",
    ]


@pytest.mark.parametrize("name", ["", "..", "a/b", ".hidden", "a.tmp-1", "ü", "a" * 101])
def test_a_name_that_is_no_plain_name_of_a_folder_is_refused(store, name):
    with pytest.raises(SettingsError, match="a batch's name"):
        store.view(name, "inputs")


def test_a_folder_of_other_files_is_no_state(tmp_path):
    (tmp_path / "thesis.odt").touch()
    with pytest.raises(SettingsError, match=r"no state: thesis\.odt"):
        Store(tmp_path).check_ours()


def test_a_commit_that_is_killed_leaves_a_valid_state_and_is_the_same_when_run_again(store, tmp_path):
    commit(store, "one", 1)
    other = Store(tmp_path / "undisturbed" / "state")
    other.folder.parent.mkdir()
    commit(other, "one", 1)
    commit(other, "two", *range(5))
    for moment in ("copyfile", "sync", "rename"):
        process = multiprocessing.get_context("fork").Process(target=killed, args=(store, moment))
        process.start()
        process.join(30)
        assert process.exitcode == -signal.SIGKILL
        assert not list(store.verify())
        assert [batch.name for batch, _ in store.batches()] == ["one"]
    store.swept()
    commit(store, "two", *range(5))
    assert files(store.folder) == files(other.folder)


def killed(store: Store, moment: str) -> None:
    """Commit, and die at a moment of it."""
    import shutil

    from thresher import whole

    def die(*_):
        os.kill(os.getpid(), signal.SIGKILL)

    home = {"copyfile": shutil, "sync": whole, "rename": Path}[moment]
    setattr(home, moment, die)
    commit(store, "two", *range(5))


def test_the_second_to_hold_a_state_is_told_who_holds_it_and_since_when(store):
    with holding(store.folder, 0):
        began = time.monotonic()
        with pytest.raises(SettingsError, match=rf"another run holds the state: process {os.getpid()} on .+, since 20"):
            holding(store.folder, 0.3).__enter__()
        assert 0.3 <= time.monotonic() - began < 5


def test_the_second_waits_until_the_first_lets_go(store):
    ready = multiprocessing.get_context("fork").Event()
    process = multiprocessing.get_context("fork").Process(target=hold_shortly, args=(store.folder, ready))
    process.start()
    assert ready.wait(20)
    began = time.monotonic()
    with holding(store.folder, 20):
        assert time.monotonic() - began > 0.2
    process.join()


def hold_shortly(folder: Path, ready) -> None:
    with holding(folder, 0):
        ready.set()
        time.sleep(0.5)


def test_a_table_has_the_same_bytes_however_its_rows_are_cut(tmp_path):
    numbers = list(range(300_000))
    for name, step in (("a", 300_000), ("b", 70_001)):
        cuts = [numbers[start : start + step] for start in range(0, len(numbers), step)]
        write_table(tmp_path / name, SCHEMA, [pa.record_batch([cut], schema=SCHEMA) for cut in cuts])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_question_over_more_rows_than_memory_is_answered_from_the_disk(tmp_path):
    folder = tmp_path / "it's [odd] *?"
    folder.mkdir()
    with asking({}, 64, folder) as duck:
        question = "SELECT (range * 7919) % 3000017 AS number FROM range(3000000) ORDER BY number"
        write_answer(folder / "a.parquet", SCHEMA, duck, question)
    with asking({"numbers": Table(SCHEMA, [folder / "a.parquet"])}, 64) as duck:
        assert list(rows(duck, "SELECT count(*), count(DISTINCT number) FROM numbers")) == [(3000000,) * 2]
