"""What the Spark engine does beside Spark: runs of sorted rows, components on one machine, the costs of steps."""

from __future__ import annotations

import json
from itertools import pairwise

import pyarrow as pa
import pytest

from thresher.engine import spark_tables
from thresher.engine.spark_groups import _stars
from thresher.engine.spark_stages import settings, steps
from thresher.engine.spark_tables import Bench, _whole_runs
from thresher.errors import SettingsError


@pytest.mark.parametrize("rows", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("least", [1, 4, 1000])
def test_equal_keys_come_together_however_rows_are_cut(rows, least):
    keys = [1, 1, 1, 2, 3, 3, 4, 4, 4, 4, 4, 5]
    table = pa.table({"key": keys, "near": [7] * len(keys), "value": range(len(keys))})
    seen = []

    def work(some):
        seen.append(some.column("key").to_pylist())
        return some

    out = list(_whole_runs(work, ("key", "near"), least, table.to_batches(rows)))
    assert [key for run in seen for key in run] == keys
    assert [one for batch in out for one in batch.column("value").to_pylist()] == list(range(len(keys)))
    for one, other in pairwise(seen):
        assert one[-1] != other[0]


def test_what_hangs_together_on_one_machine_needs_a_pair_for_each_text_but_the_first():
    batches = pa.table({"one": [40, 7, 90, 7, 100], "other": [90, 40, 120, 120, 200]}).to_batches(2)
    (found,) = _stars(iter(batches))
    assert found.to_pydict() == {"one": [7, 7, 7, 100], "other": [40, 90, 120, 200]}
    assert list(_stars(iter([]))) == []


def job(number, begun, ended, stage, description, **measures):
    names = {"read": "shuffle.read.localBytesRead", "far": "shuffle.read.remoteBytesRead", "run": "executorRunTime"}
    names |= {"written": "shuffle.write.bytesWritten"}
    told = [{"Name": f"internal.metrics.{names[name]}", "Value": value} for name, value in measures.items()]
    yield {
        "Event": "SparkListenerJobStart",
        "Job ID": number,
        "Submission Time": begun,
        "Stage IDs": [stage],
        "Properties": {"spark.job.description": description} if description else {},
    }
    stage = {"Stage ID": stage, "Number of Tasks": 4, "Accumulables": [*told, {"Name": "number of rows", "Value": "x"}]}
    yield {"Event": "SparkListenerStageCompleted", "Stage Info": stage}
    yield {"Event": "SparkListenerJobEnd", "Job ID": number, "Completion Time": ended}


def test_the_cost_of_a_step_is_that_of_its_jobs_and_time_counts_once(tmp_path):
    events = [
        {"Event": "SparkListenerLogStart"},
        *job(0, 1000, 3000, 0, "pages", run=7000, written=50),
        *job(1, 3000, 9000, 1, "copies", run=100, read=20, far=30, written=5),
        *job(2, 8000, 9500, 2, "copies", read=1),
        *job(3, 9500, 9600, 3, ""),
    ]
    lines = [json.dumps(one, separators=(",", ":")) for one in events]
    cut_off = '{"Event":"SparkListenerJobEnd","Job'
    (tmp_path / "local-1").write_text("\n".join([*lines, '{"Event":"org.apache.spark.sql.Other"}', cut_off]))
    pages, copies, other = steps(tmp_path)
    assert pages == {
        "name": "pages",
        "seconds": 2.0,
        "tasks": 4,
        "task_seconds": 7.0,
        "shuffle_read_bytes": 0,
        "shuffle_write_bytes": 50,
        "spilled_bytes": 0,
    }
    assert (copies["seconds"], copies["shuffle_read_bytes"], copies["shuffle_write_bytes"]) == (6.5, 51, 5)
    assert other["name"] == "else"


def test_spark_writes_its_log_where_it_is_looked_for(tmp_path):
    assert settings(tmp_path)["spark.eventLog.dir"] == tmp_path.as_uri()
    assert steps(tmp_path) == []


def test_without_pandas_the_message_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(spark_tables, "find_spec", lambda _: None)
    with pytest.raises(SettingsError, match=r"pip install 'thresher\[spark\]'"):
        Bench.of(None, tmp_path)
