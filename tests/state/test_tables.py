"""Questions about tables that lie in very many files."""

from __future__ import annotations

import subprocess
import sys

import pyarrow as pa

from thresher.state.tables import write_table

ASKING = """
import sys
from pathlib import Path
import pyarrow as pa
from thresher.state.tables import Table, asking, rows
schema = pa.schema([("n", pa.int64())])
tables = {f"t{number}": Table(schema, [path]) for number, path in enumerate(sorted(Path(sys.argv[1]).iterdir()))}
with asking(tables, 64) as duck:
    question = " UNION ALL ".join(f"SELECT n FROM {name}" for name in tables)
    print(sum(n for n, in rows(duck, question)))
"""


def test_more_tables_than_a_process_may_open_files_at_first_can_be_asked_about_together(tmp_path):
    schema = pa.schema([("n", pa.int64())])
    for number in range(120):
        write_table(tmp_path / f"{number:03}.parquet", schema, [pa.record_batch([[number]], schema=schema)])
    # Sixty files are less than the tables, and enough for the modules.
    command = 'ulimit -Sn 60; exec "$@"'
    asked = ["bash", "-c", command, "bash", sys.executable, "-c", ASKING, str(tmp_path)]
    said = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert said.stdout == f"{sum(range(120))}\n", said.stderr
