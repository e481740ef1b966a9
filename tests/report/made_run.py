"""A made-up run of any size, as its output lies on disk: `python tests/report/made_run.py OUT 100000`."""

from __future__ import annotations

import gzip
import json
import random
import sys
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "en", "en", "de", "de", "fr", "es", None)
TOPICS = {
    "sharing": ("rule:share-buttons", "Share this with a friend"),
    "donation": ("rule:donation-asks", "This story is free to read because people like you give what they can"),
    "newsletter": ("rule:newsletter-signup", "Get our stories first: sign up for the letter of the week"),
    "related": ("rule:related-headings", "More from the harbour"),
    "boilerplate": ("model:text", "We read the tide tables so that you need not"),
    "duplicate-line": ("copies:line", "The ferry will not run again before the end of the month"),
}
REASONS = {
    "duplicate": "dedup",
    "page_type": "judge",
    "media_type": "decode",
    "http_status": "decode",
    "soft_404": "extract",
    "no_article": "judge",
    "unreadable": "read",
    "timeout": "extract",
    "crashed": "judge",
}
WORDS = [
    *("harbour", "ferry", "engine", "water", "tide", "council", "pilot", "lamp"),
    *("bell", "quay", "rope", "storm", "chart", "winter", "night", "letter"),
]


def write_run(out: Path, articles: int, *, seed: int = 1, sites: int = 300, metrics: bool = True) -> Path:
    """Write the output of a run of so many articles, with about 15 removals each, and half as many rejections."""
    chance = random.Random(seed)
    for name in ("articles", "rejections", "removals"):
        (out / name).mkdir(parents=True, exist_ok=True)
    counts = dict.fromkeys(REASONS, 0)
    with (
        gzip.open(out / "articles" / "part-00000.jsonl.gz", "wt", 3, "utf-8") as kept,
        gzip.open(out / "removals" / "part-00000.jsonl.gz", "wt", 3, "utf-8") as removed,
        gzip.open(out / "rejections" / "part-00000.jsonl.gz", "wt", 3, "utf-8") as dropped,
    ):
        for number in range(articles):
            row = _article(chance, number, sites)
            _line(kept, row)
            for _ in range(chance.randint(2, 28)):
                _line(removed, _removal(chance, row))
            if chance.random() < 0.5:
                row = _rejection(chance, number, sites)
                counts[row["reason"]] += 1
                _line(dropped, row)
    (out / "manifest.json").write_text(json.dumps(_manifest(articles, counts)))
    if metrics:
        (out / "metrics.json").write_text(json.dumps(made_metrics(chance)))
    return out


def write_rows(out: Path, articles: list[dict], removals: list[dict], rejections: list[dict]) -> Path:
    """Write a run of these very rows; what they leave out is left out."""
    for name, rows in (("articles", articles), ("removals", removals), ("rejections", rejections)):
        (out / name).mkdir(parents=True)
        text = "".join(json.dumps(row, ensure_ascii=True) + "\n" for row in rows)
        (out / name / "part-00000.jsonl").write_text(text)
    counts: dict[str, int] = {}
    for row in rejections:
        counts[row["reason"]] = counts.get(row["reason"], 0) + 1
    (out / "manifest.json").write_text(json.dumps(_manifest(len(articles), counts)))
    return out


def _line(stream: Any, row: dict[str, Any]) -> None:
    stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def _site(chance: random.Random, sites: int) -> str:
    return f"paper-{int(sites * chance.random() ** 2)}.example"


def _article(chance: random.Random, number: int, sites: int) -> dict[str, Any]:
    host = _site(chance, sites)
    words = int(chance.lognormvariate(6, 0.8)) + 5
    url = f"https://{host}/{number}/a-story-of-the-harbour"
    published = f"{2019 + int(7 * chance.random() ** 0.5)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    copies = [
        {"url": f"https://{_site(chance, sites)}/{number}", "kind": "reprint", "similarity": 0.9, "evidence": ""}
        for _ in range(max(0, chance.randint(-9, 3)))
    ]
    witness = {"source": "json-ld+opengraph", "confidence": round(chance.random(), 3)}
    fields = [name for name in ("title", "published", "authors", "site_name", "language") if chance.random() < 0.9]
    return {
        "schema_version": 1,
        "id": f"{number:032x}",
        "url": url,
        "title": " ".join(chance.choices(WORDS, k=6)).capitalize(),
        "published": published if chance.random() < 0.93 else None,
        "captured_at": f"{published}T12:00:00Z",
        "language": chance.choice(LANGUAGES),
        "page_type": "article",
        "text": "\n\n".join(" ".join(chance.choices(WORDS, k=60)) for _ in range(words // 60 + 1)),
        "text_digest": f"sha256:{number:064x}",
        "word_count": words,
        "evidence": {name: {"value": "x", **witness} for name in fields},
        "source": {"archive": "harbour.warc.gz", "member": None, "offset": number * 2000, "media_type": "text/html"},
        "duplicates": copies,
        "relations": [],
    }


def _removal(chance: random.Random, article: dict[str, Any]) -> dict[str, Any]:
    host = article["url"].split("/")[2]
    row = {"id": article["id"], "url": article["url"], "block": 1, "start": 0, "end": 9, "confidence": 0.9}
    if chance.random() < 0.3:
        line = f"{host} keeps its lamp lit, number {chance.randint(1, 6)}"
        shown = {"reason": "template", "judge": f"template:{host}", "text": line, "evidence": "on 31 of 40 pages"}
    else:
        topic = chance.choice(list(TOPICS))
        judge, line = TOPICS[topic]
        shown = {"reason": topic, "judge": judge, "text": f"{line} {chance.randint(1, 400)}", "evidence": ""}
    return row | shown


def _rejection(chance: random.Random, number: int, sites: int) -> dict[str, Any]:
    reason = chance.choices(list(REASONS), (60, 12, 10, 8, 5, 3, 1, 0.3, 0.1))[0]
    return {
        "url": f"https://{_site(chance, sites)}/{number}/dropped",
        "captured_at": "2025-01-01T00:00:00Z",
        "reason": reason,
        "stage": REASONS[reason],
        "detail": "what was seen of it",
        "duplicate_of": f"{number:032x}" if reason == "duplicate" else None,
        "archive": "harbour.warc.gz",
        "member": None,
        "offset": number * 2000 + 1000,
        "record_id": None,
    }


def _manifest(articles: int, counts: dict[str, int]) -> dict[str, Any]:
    rejections = {reason: count for reason, count in counts.items() if count}
    return {
        "made_by": {"version": "0.1.0", "digest": "d" * 64},
        "run": "r" * 64,
        "settings": {"strip": {"model": False, "templates": True}},
        "batch": None,
        "inputs": [{"path": "harbour.warc.gz", "bytes": 123456789, "digest": "sha256:0"}],
        "books": {"captures": articles + sum(rejections.values()), "articles": articles, "rejections": rejections},
        "files": [],
    }


def made_metrics(chance: random.Random, seconds: int = 900) -> dict[str, Any]:
    """Measurements of a made-up run: `metrics.json`."""
    samples, records = [], 0
    for t in range(0, seconds, 3):
        stage = "pages" if t < seconds * 0.7 else "articles"
        records = 0 if samples and samples[-1]["stage"] != stage else records + chance.randint(150, 260)
        held = 420 + 300 * (t / seconds) + 40 * chance.random()
        samples.append({"t": t, "stage": stage, "records": records, "bytes": records * 9000, "rss_mib": held})
    slowest = [
        {
            "url": f"https://paper-{n}.example/long-read",
            "archive": "harbour.warc.gz",
            "offset": n * 2000,
            "seconds": 9.5 - n,
        }
        for n in range(8)
    ]
    return {
        "schema_version": 1,
        "started": "2026-03-01T04:00:00Z",
        "finished": "2026-03-01T04:15:00Z",
        "seconds": float(seconds),
        "workers": 4,
        "stages": [
            {"name": "pages", "seconds": seconds * 0.7, "parts": 12},
            {"name": "articles", "seconds": seconds * 0.3, "parts": 12},
        ],
        "samples": samples,
        "slowest": slowest,
    }


if __name__ == "__main__":
    print(write_run(Path(sys.argv[1]), int(sys.argv[2])))  # noqa: T201 - a command
