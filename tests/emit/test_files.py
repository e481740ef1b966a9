"""Output files: the same rows make the same bytes, in every form."""

from __future__ import annotations

import gzip
import json

import pyarrow.parquet as pq
import pytest
import zstandard

from thresher.emit.fields import schema
from thresher.emit.files import PARQUET_ROWS, writing
from thresher.emit.rows import REMOVAL, article_row
from thresher.nouns import Article, Capture, CaptureKind, Evidence, Origin, Removal
from thresher.settings import Output

ROW = {
    "id": "a",
    "url": "https://a.example/",
    "block": 3,
    "start": 0,
    "end": 4,
    "reason": "sharing",
    "judge": "rule:x",
    "confidence": 0.5,
    "evidence": "",
    "text": "Täg\n",
}


def article() -> Article:
    capture = Capture(Origin("a.warc"), "https://a.example/1", None, CaptureKind.HTML)
    removal = Removal(0, 0, 4, "sharing", "rule:share", 0.9, "Tweet")
    facts = {"authors": Evidence(["Ann Ash", "Bo Birk"], "json-ld", 0.9), "title": Evidence("A", "og", 0.8)}
    text = "sha256:" + "0" * 64
    return Article(
        "id", capture.url, capture.url, "Text.", capture, text_digest=text, evidence=facts, removals=(removal,)
    )


def written(folder, rows, properties=REMOVAL, **output) -> bytes:
    with writing(folder, "part", properties, Output(**output)) as write:
        for row in rows:
            write(row)
    (file,) = folder.iterdir()
    return file.read_bytes()


@pytest.mark.parametrize(
    "output", [{"compress": c, "format": f} for c in ("gzip", "zstd", "none") for f in ("jsonl", "parquet")]
)
def test_the_same_rows_make_the_same_bytes(tmp_path, output):
    assert written(tmp_path / "a", [ROW] * 3, **output) == written(tmp_path / "b", [ROW] * 3, **output)


def test_gzip_zstd_and_plain_files_hold_the_same_lines(tmp_path):
    plain = written(tmp_path / "n", [ROW, ROW], compress="none")
    assert [json.loads(line) for line in plain.splitlines()] == [ROW, ROW]
    assert gzip.decompress(written(tmp_path / "g", [ROW, ROW], compress="gzip")) == plain
    packed = written(tmp_path / "z", [ROW, ROW], compress="zstd")
    assert zstandard.ZstdDecompressor().stream_reader(packed).read() == plain


def test_parquet_holds_every_row_over_many_groups(tmp_path):
    count = PARQUET_ROWS * 2 + 1
    written(tmp_path / "p", ({**ROW, "block": n} for n in range(count)), format="parquet")
    table = pq.read_table(tmp_path / "p")
    assert table["block"].to_pylist() == list(range(count))
    assert table.to_pylist()[0] == {**ROW, "block": 0}


def test_parquet_takes_every_field_of_an_article(tmp_path):
    row = article_row("digest")(article())
    written(tmp_path / "p", [row], schema()["properties"], format="parquet")
    (back,) = pq.read_table(tmp_path / "p").to_pylist()
    assert list(back) == list(row)
    assert dict(back["removed"]) == row["removed"] == {"sharing": 1}
    assert dict(back["evidence"])["authors"]["value"] == ["Ann Ash", "Bo Birk"]
    assert dict(back["evidence"])["title"]["value"] == ["A"]
