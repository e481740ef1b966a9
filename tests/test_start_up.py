import subprocess
import sys

import pytest

from thresher.cli import LAB, commands
from thresher.lab.commands import lab

HEAVY = frozenset(
    {
        *(
            "bs4",
            "charset_normalizer",
            "dateparser",
            "duckdb",
            "htmldate",
            "luigi",
            "lxml",
            "msgspec",
            "numpy",
            "pebble",
        ),
        *("py3langid", "pyarrow", "pydantic", "re2", "resiliparse", "rich", "selectolax", "soupsieve"),
        *("trafilatura", "warcio", "thresher.flow", "thresher.lab", "thresher.settings"),
    }
)
LIST_THEM = "import sys; from thresher.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"


@pytest.mark.parametrize("arguments", [["--help"], ["clean", "--help"], ["--version"]], ids=" ".join)
def test_help_loads_nothing_that_cleaning_needs(arguments):
    done = subprocess.run(
        [sys.executable, "-c", LIST_THEM, *arguments], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout
    assert HEAVY & set(done.stderr.split()) == set()


def test_the_lab_that_the_help_shows_is_the_one_that_is_loaded():
    context = commands.make_context("thresher", ["lab"], resilient_parsing=True)
    assert LAB.get_short_help_str(90) == lab.get_short_help_str(90)
    assert LAB.list_commands(context) == lab.list_commands(context)
    assert LAB.get_command(context, "score") is lab.commands["score"]
