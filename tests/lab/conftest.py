import gzip
import os
from pathlib import Path

import pytest

from thresher.lab.records import write_rows

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def bench() -> Path:
    shared = Path(os.environ.get("THRESHER_SHARED") or REPOSITORY.parent / "shared")
    if not (shared / "bench").is_dir():
        pytest.skip("the benchmark data is not here (set THRESHER_SHARED to the folder that holds bench/)")
    return shared / "bench"


def story(number: int) -> str:
    return " ".join(f"Sentence {number} number {n} tells what the harbour saw on that day." for n in range(8))


def page_bytes(number: int) -> bytes:
    head = f"<title>Harbour day {number}</title><meta name=author content='Ida Quist'><meta charset=utf-8>"
    body = f"<article><h1>Harbour day {number}</h1><p>{story(number)}</p></article>"
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def warc_record(url: str, number: int, *, text: bool) -> bytes:
    kind, content_type, block = "conversion", "text/plain", story(number).encode()
    if not text:
        kind, content_type = "response", "application/http; msgtype=response"
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page_bytes(number)
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:032}>\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def write_warc(path: Path, urls: list[str], *, text: bool = False) -> None:
    records = (warc_record(url, number, text=text) for number, url in enumerate(urls))
    path.write_bytes(b"".join(map(gzip.compress, records)))


@pytest.fixture
def data(tmp_path) -> Path:
    """A data directory with an HTML set of 6 pages, a text set of 4, and a set of another kind of gold."""
    root = tmp_path / "data"
    for name, count in (("harbour", 6), ("harbour-text", 4)):
        (root / name).mkdir(parents=True)
        urls = [f"https://harbour.example/{name}/{n}" for n in range(count)]
        is_text = name.endswith("-text")
        write_warc(root / name / ("captures.warc.wet.gz" if is_text else "captures.warc.gz"), urls, text=is_text)
        gold = [{"url": url, "text": story(n), "title": f"Harbour day {n}"} for n, url in enumerate(urls)]
        write_rows(root / name / "gold.jsonl.gz", gold)
    (root / "twins").mkdir()
    write_warc(root / "twins" / "captures.warc.gz", ["https://twins.example/"])
    write_rows(root / "twins" / "gold.jsonl.gz", [{"url": "https://twins.example/", "cluster": "c1"}])
    (root / "half").mkdir()
    write_rows(root / "half" / "gold.jsonl.gz", [{"url": "https://half.example/", "text": "no captures"}])
    (root / "README.md").write_text("Sets.")
    return root
