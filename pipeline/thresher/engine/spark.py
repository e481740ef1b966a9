"""The Spark engine: where Spark is, and a function over the parts of a run on its machines.

Each Python worker of an executor is a process like the one that orders a local run, with one worker process of the
local engine below it: so records have the same limits of time and memory, and cost themselves only.
"""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thresher.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from thresher.errors import ThresherError


def home() -> Path:
    """The folder of Spark: what SPARK_HOME says, or the installed package; raises SettingsError without it or Java."""
    found = find_spec("pyspark")
    if "SPARK_HOME" in os.environ:
        folder = Path(os.environ["SPARK_HOME"])
    elif found and found.origin:
        folder = Path(found.origin).parent
    else:
        raise SettingsError("the engine spark needs PySpark: pip install 'thresher[spark]', or set SPARK_HOME")
    if not (folder / "bin" / "spark-submit").exists():
        raise SettingsError(f"no Spark is there: bin/spark-submit is missing ({folder})")
    java = Path(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else Path("java")
    if not shutil.which(java):
        raise SettingsError(f"the engine spark needs Java 17 or later, in the PATH or in JAVA_HOME ({java})")
    return folder


def over_parts(context: Any, make: Callable[[int], ThresherError | None], numbers: Sequence[int], told: str) -> None:
    """Call `make` with each number, one Spark task each; raises the error of the first part that had one.

    What else a task raises, and a machine that is lost, Spark tries again; the other parts go on.
    """
    if not numbers:
        return
    context.setJobDescription(told)
    failures = context.parallelize(numbers, len(numbers)).map(make).filter(_is_error).collect()
    if failures:
        raise failures[0]


def _is_error(made: ThresherError | None) -> bool:
    return made is not None
