"""What is handed to Spark, and what is told when it fails: with a program in Spark's place."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

FAILING = """#!/bin/sh
echo "$@" > "{folder}/arguments"
echo "$PYSPARK_PYTHON" > "{folder}/python"
cat >&2 <<'END'
26/11/27 19:00:00 WARN Utils: Service could not bind
org.apache.spark.SparkException: Job aborted due to stage failure
\tat org.apache.spark.Main(Main.scala:1)
Caused by: java.net.ConnectException: Connection refused: head/10.0.0.1:7077
\t... 12 more
26/11/27 19:00:01 INFO ShutdownHookManager: Shutdown hook called
END
exit 1
"""


@pytest.fixture
def fake(tmp_path):
    """The variables of a Spark and a Java that are not there."""
    for program, text in (
        ("spark/bin/spark-submit", FAILING.format(folder=tmp_path)),
        ("java/bin/java", "#!/bin/sh\n"),
    ):
        path = tmp_path / program
        path.parent.mkdir(parents=True)
        path.write_text(text)
        path.chmod(0o755)
    ours = {"SPARK_HOME": str(tmp_path / "spark"), "JAVA_HOME": str(tmp_path / "java"), "TOKEN": "a-secret"}
    return {name: value for name, value in os.environ.items() if not name.startswith("PYSPARK_")} | ours


def test_a_spark_that_fails_is_told_by_its_cause_without_the_environment(captures, run_thresher, tmp_path, fake):
    master = ("--engine", "spark", "--spark-master", "spark://head:7077")
    done = run_thresher("clean", captures / "text", "--out", tmp_path / "out", *master, "--quiet", env=fake)
    assert done.returncode == 1
    log = tmp_path / "out" / ".work" / "spark.log"
    cause = "Spark failed: Caused by: java.net.ConnectException: Connection refused: head/10.0.0.1:7077"
    assert done.stderr.strip() == f"thresher: {cause} ({log})"
    assert "12 more" in log.read_text()
    assert "a-secret" not in log.read_text()
    given = (tmp_path / "arguments").read_text()
    assert given.startswith("--master spark://head:7077 --name OnSpark --conf spark.ui.showConsoleProgress=false ")
    assert f" --conf spark.pyspark.driver.python={sys.executable} " in given
    assert " --conf spark.eventLog.enabled=true --conf spark.eventLog.dir=file:///" in given
    assert (tmp_path / "python").read_text().strip() == sys.executable


def test_a_cause_is_told_with_what_it_was_about(captures, run_thresher, tmp_path, fake):
    submit = tmp_path / "spark" / "bin" / "spark-submit"
    cause = 'Cannot run program "./environment/bin/python": error=2, No such file'
    lines = (
        f'Exception in thread "main" java.io.IOException: {cause}',
        "Caused by: java.io.IOException: error=2, No such file",
    )
    submit.write_text("\n".join(("#!/bin/sh", "cat >&2 <<'END'", *lines, "END", "exit 1\n")))
    master = ("--engine", "spark", "--spark-master", "yarn")
    done = run_thresher("clean", captures / "text", "--out", tmp_path / "out", *master, "--quiet", env=fake)
    assert f"java.io.IOException: {cause} (" in done.stderr


def is_gone(number: int) -> bool:
    """Whether a process has ended, though perhaps nobody has asked how."""
    try:
        os.kill(number, 0)
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_run_that_is_ended_ends_spark_too_and_is_told_as_interrupted(captures, tmp_path, fake):
    program = tmp_path / "spark" / "bin" / "spark-submit"
    program.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/number\nexec sleep 600\n")
    command = [sys.executable, "-m", "thresher", "clean", captures / "text", "--out", tmp_path / "out", "--quiet"]
    run = subprocess.Popen([*command, "--engine", "spark"], env=fake, stderr=subprocess.PIPE)
    for _ in range(1800):
        if (tmp_path / "number").exists() and (tmp_path / "number").read_text().strip():
            break
        assert run.poll() is None, run.stderr.read()
        time.sleep(0.1)
    run.terminate()
    _, told = run.communicate(timeout=120)
    assert run.returncode == 1
    assert told.decode().strip() == "thresher: interrupted"
    number = int((tmp_path / "number").read_text())
    for _ in range(300):  # it is dead when it is next given a moment
        if is_gone(number):
            return
        time.sleep(0.1)
    pytest.fail("Spark goes on")


def test_settings_name_the_engine_and_luigi_s_settings_what_is_shipped(captures, run_thresher, tmp_path, fake):
    (tmp_path / "my.toml").write_text('[engine]\nkind = "spark"\nspark_master = "yarn"\n')
    (tmp_path / "luigi.cfg").write_text(
        "[spark]\narchives: env.tar.gz#environment\nconf: spark.pyspark.python=./environment/bin/python\n"
    )
    fake["LUIGI_CONFIG_PATH"] = str(tmp_path / "luigi.cfg")
    config = ("--config", tmp_path / "my.toml")
    done = run_thresher("clean", captures / "text", "--out", tmp_path / "out", *config, "--quiet", env=fake)
    assert done.returncode == 1
    given = (tmp_path / "arguments").read_text()
    assert "--master yarn" in given
    assert "--archives env.tar.gz#environment" in given
    assert "--conf spark.pyspark.python=./environment/bin/python" in given
    (tmp_path / "luigi.cfg").write_text("[spark]\ndeploy-mode: cluster\n")
    done = run_thresher("clean", captures / "text", "--out", tmp_path / "out", *config, "--quiet", env=fake)
    assert done.returncode == 2
    assert "deploy-mode must be client" in done.stderr
