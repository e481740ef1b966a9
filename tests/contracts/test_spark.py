"""A run on Spark writes the bytes of a local run: on two machines of two processes, of which one is killed midway."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from thresher.engine import spark
from thresher.errors import SettingsError

SETTINGS = """
[strip]
template_pages = 3
[engine]
part_files = 1
workers = 2
[output]
compress = "none"
[state]
folder = "{state}"
"""
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


def started(batch: Path, name: str, out: Path, *more: object, **variables: str) -> subprocess.Popen:
    """A run of a batch into `out` with a state of its own, which an earlier batch may have been added to."""
    config = out.with_suffix(".toml")
    config.write_text(SETTINGS.format(state=out.with_suffix(".state")))
    command = [sys.executable, "-m", "thresher", "clean", batch, "--out", out, "--config", config, "--batch", name]
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


def kill_a_machine(run: subprocess.Popen, out: Path, parts: int) -> int:
    """Kill an executor when the first part is done; returns how many were done by then."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert run.poll() is None, out.with_suffix(".log").read_text()
        done = len([path for path in (out / ".work" / "pages").glob("*") if ".tmp-" not in path.name])
        machines = [one for one, command in below(run.pid).items() if "CoarseGrainedExecutorBackend" in command]
        if done and len(machines) == 2:
            os.kill(machines[0], signal.SIGKILL)
            return done
        assert done < parts, "all parts were done before there were two machines"
        time.sleep(0.2)
    raise AssertionError(out.with_suffix(".log").read_text())


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found by /proc")
def test_spark_writes_the_bytes_of_the_local_engine_though_a_machine_is_killed_midway(
    crawl, captures, tmp_path, spark_home, output_of
):
    local, there = tmp_path / "local", tmp_path / "there [odd] {name}"
    ended(started(captures / "news.warc.gz", "first", local), local)  # an earlier batch, whose templates both read
    shutil.copytree(local.with_suffix(".state"), there.with_suffix(".state"))
    ended(started(crawl, "second", local), local)
    run = started(
        crawl,
        "second",
        there,
        *("--engine", "spark", "--spark-master", "local-cluster[2,1,1024]"),
        SPARK_HOME=str(spark_home),
        SPARK_CONF_DIR=str(spark_home / "here"),
        SPARK_LOCAL_IP="127.0.0.1",
        SPARK_LOCAL_DIRS=str(tmp_path / "scratch"),
    )
    done = kill_a_machine(run, there, parts=12)
    ended(run, there)
    assert 0 < done < 12
    assert output_of(there) == output_of(local)
    assert output_of(there.with_suffix(".state")) == output_of(local.with_suffix(".state"))


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
