"""A run on Spark writes the bytes of a local run: on two machines of two processes, of which one is killed midway."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from thresher.engine import spark
from thresher.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

SETTINGS = """
[strip]
template_pages = 3
[engine]
part_files = 1
workers = 2
[output]
compress = "none"
"""
STATE = """
[state]
folder = "{state}"
"""
COPIES, VARIANTS = 200, 59
"""Articles of the giant clusters of `stories` that are kept by another, at least."""
PATIENCE = 1500
"""Seconds until a run is given up."""


@pytest.fixture
def spark_home(tmp_path) -> Path:
    """A Spark whose own files go to the test's folder: links to all that the package holds."""
    package = find_spec("pyspark")
    if package is None:
        pytest.skip("PySpark is not installed: pip install 'thresher[spark]'")
    if not shutil.which("java"):
        pytest.skip("there is no Java on this machine")
    home = tmp_path / "spark"
    home.mkdir()
    for path in Path(package.origin).parent.iterdir():
        (home / path.name).symlink_to(path)
    (home / "here").mkdir()
    (home / "here" / "spark-defaults.conf").write_text("spark.sql.shuffle.partitions 3\nspark.ui.enabled false\n")
    return home


def started(batch: Path, name: str | None, out: Path, *more: object, **variables: str) -> subprocess.Popen:
    """A run into `out`; as a batch of a name with a state of its own, which an earlier batch may have been added to.

    The folder is named as one who stands beside it does: what Spark is given must hold on all machines.
    """
    config = out.with_suffix(".toml")
    config.write_text(SETTINGS + (STATE.format(state=out.with_suffix(".state")) if name else ""))
    command = [sys.executable, "-m", "thresher", "clean", batch, "--out", out.name, "--config", config]
    command += ["--batch", name] if name else []
    with out.with_suffix(".log").open("ab") as log:
        return subprocess.Popen(
            [*map(str, command), "--quiet", *more], env=os.environ | variables, stdout=log, stderr=log, cwd=out.parent
        )


def ended(run: subprocess.Popen, out: Path) -> None:
    try:
        code = run.wait(PATIENCE)
    finally:
        run.kill()
    assert code == 0, out.with_suffix(".log").read_text()


def below(parent: int) -> dict[int, str]:
    """The processes that a process has started, and those that they have, with their command lines."""
    parents, commands = {}, {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            commands[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # it has ended
            continue
    found: dict[int, str] = {}
    wanted = {parent}
    while wanted:
        wanted = {number for number, its in parents.items() if its in wanted}
        found |= {number: commands[number] for number in wanted}
    return found


def kill_a_machine(run: subprocess.Popen, out: Path, has_begun: Callable[[], bool]) -> None:
    """Kill an executor of two as soon as something has begun."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert run.poll() is None, out.with_suffix(".log").read_text()
        machines = [one for one, command in below(run.pid).items() if "CoarseGrainedExecutorBackend" in command]
        if len(machines) == 2 and has_begun():
            os.kill(machines[0], signal.SIGKILL)
            return
        time.sleep(0.2)
    raise AssertionError(out.with_suffix(".log").read_text())


def parts_done(out: Path) -> int:
    """How many parts have their pages."""
    return len([path for path in (out / ".work" / "pages").glob("*") if ".tmp-" not in path.name])


def on_spark(spark_home: Path, scratch: Path) -> tuple[tuple[str, ...], dict[str, str]]:
    """What a run on two machines is ordered with: arguments and variables."""
    variables = {"SPARK_HOME": str(spark_home), "SPARK_CONF_DIR": str(spark_home / "here")}
    variables |= {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": str(scratch)}
    return ("--engine", "spark", "--spark-master", "local-cluster[2,1,1024]"), variables


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found by /proc")
def test_spark_writes_the_bytes_of_the_local_engine_though_a_machine_is_killed_midway(
    crawl, captures, tmp_path, spark_home, output_of
):
    local, there = tmp_path / "local", tmp_path / "there [odd] {name}"
    ended(started(captures / "news.warc.gz", "first", local), local)  # an earlier batch, whose templates both read
    shutil.copytree(local.with_suffix(".state"), there.with_suffix(".state"))
    ended(started(crawl, "second", local), local)
    arguments, variables = on_spark(spark_home, tmp_path / "scratch")
    run = started(crawl, "second", there, *arguments, **variables)
    kill_a_machine(run, there, lambda: parts_done(there) > 0)
    done = parts_done(there)
    ended(run, there)
    assert 0 < done < 12
    assert output_of(there) == output_of(local)
    assert output_of(there.with_suffix(".state")) == output_of(local.with_suffix(".state"))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found by /proc")
def test_machines_find_the_duplicates_of_the_local_engine_though_one_is_killed_at_it(
    stories, tmp_path, spark_home, output_of, rows
):
    local, there = tmp_path / "local", tmp_path / "there"
    ended(started(stories, None, local), local)
    arguments, variables = on_spark(spark_home, tmp_path / "scratch")
    run = started(stories, None, there, *arguments, **variables)
    compared = there / ".work"
    kill_a_machine(run, there, lambda: any(compared.rglob("*-candidates/_SUCCESS")))
    assert not any(compared.rglob("*-pairs/_SUCCESS"))
    ended(run, there)
    assert output_of(there) == output_of(local)
    articles = rows(local / "articles")
    copies = {copy["kind"] for one in articles for copy in one["duplicates"]}
    assert copies == {"exact", "reformatted", "reprint", "updated"}
    assert max(len(one["duplicates"]) for one in articles) >= COPIES
    assert sorted(len(one["duplicates"]) for one in articles)[-2] >= VARIANTS
    assert {link["kind"] for one in articles for link in one["relations"]} >= {"excerpt_of", "contains", "quotes"}
    steps = {step["name"]: step for step in json.loads((there / "metrics.json").read_text())["spark"]}
    assert steps["duplicates: candidates"]["shuffle_write_bytes"] > 0


TOGETHER = """
import random, sys
from pathlib import Path
from pyspark import SparkContext
from thresher.dedup.groups import components
from thresher.engine.spark_groups import labelled
from thresher.engine.spark_tables import Bench

draw = random.Random(5)
order = list(range(1000, 1400))
draw.shuffle(order)
pairs = [*zip(order[:300], order[1:300]), (order[350], order[360]), (order[360], order[370])]
draw.shuffle(pairs)
wanted = components(1400, pairs).tolist()
bench = Bench.of(SparkContext("local[2]"), Path(sys.argv[1]))
rows = bench.context.parallelize([tuple(sorted(pair)) for pair in pairs], 4)
frame = bench.session.createDataFrame(rows, "one BIGINT, other BIGINT")
for name, most in (("all", 0), ("one", 10**6)):
    found = {row.text: row.label for row in labelled(bench, name, frame, most).collect()}
    assert found == {text: wanted[text] for pair in pairs for text in pair}, name
rounds = len([name for name in Path(sys.argv[1]).iterdir() if "all-labels-" in name.name])
print("rounds", rounds)
assert 2 <= rounds <= 10
"""


def test_a_long_chain_of_copies_is_joined_in_few_rounds_by_all_machines(tmp_path, spark_home):
    (tmp_path / "kept").mkdir()
    _, variables = on_spark(spark_home, tmp_path / "scratch")
    done = subprocess.run(
        [sys.executable, "-c", TOGETHER, str(tmp_path / "kept")],
        env=os.environ | variables | {"PYSPARK_PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_without_spark_or_java_the_message_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.delenv("SPARK_HOME", raising=False)
    monkeypatch.setattr(spark, "find_spec", lambda _: None)
    with pytest.raises(SettingsError, match=r"pip install 'thresher\[spark\]'"):
        spark.home()
    monkeypatch.setenv("SPARK_HOME", str(tmp_path))
    with pytest.raises(SettingsError, match="no Spark is there"):
        spark.home()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "spark-submit").touch()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    with pytest.raises(SettingsError, match="needs Java 17"):
        spark.home()
