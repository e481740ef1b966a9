"""The rivals of the product as programs of their own: `python rivals.py NAME ARCHIVE OUT`, a line a page.

Each does what its users do, a WARC in, lines of JSON out, one process. Nothing of Thresher is imported but by
`justext`, so that another interpreter can run the others, in whose environment only they are installed.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from struct import iter_unpack
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_MINHASH_STAGES = ("signatures", "buckets", "clusters")


def _responses(archive: str) -> Iterator[tuple[str, bytes]]:
    """URL and body of each response or conversion, through FastWARC."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with Path(archive).open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response | WarcRecordType.conversion):
            yield record.headers.get("WARC-Target-URI") or "", record.reader.read()


def floor(archive: str, _out: Path) -> None:
    """Read, decode and parse, and throw away: what every tool pays."""
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    from selectolax.lexbor import LexborHTMLParser

    for _, body in _responses(archive):
        LexborHTMLParser(bytes_to_str(body, detect_encoding(body) or "utf-8"))


def resiliparse(archive: str, out: Path) -> None:
    """FastWARC and the main content of resiliparse."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    from resiliparse.parse.html import HTMLTree

    def rows() -> Iterator[dict[str, Any]]:
        for url, body in _responses(archive):
            tree = HTMLTree.parse(bytes_to_str(body, detect_encoding(body) or "utf-8"))
            yield {"url": url, "text": extract_plain_text(tree, main_content=True)}

    _write(out, rows())


def trafilatura(archive: str, out: Path, *, metadata: bool = True) -> None:
    """FastWARC and trafilatura, with its metadata or for the text alone."""
    import trafilatura as library

    def rows() -> Iterator[dict[str, Any]]:
        for url, body in _responses(archive):
            if metadata:
                found = library.extract(body, url=url, include_comments=False, output_format="json", with_metadata=True)
                facts = json.loads(found) if found else {}
                author = facts.get("author") or ""
                authors = [name.strip() for name in author.split(";") if name.strip()]
                yield {
                    "url": url,
                    **{k: facts.get(k) for k in ("text", "title", "date", "language")},
                    "authors": authors,
                }
            else:
                yield {"url": url, "text": library.extract(body, url=url, include_comments=False)}

    _write(out, rows())


def trafilatura_text(archive: str, out: Path) -> None:
    """The same without metadata."""
    trafilatura(archive, out, metadata=False)


def justext(archive: str, out: Path) -> None:
    """JusText on text captures, every line made a paragraph."""
    from thresher.lab.peers import justext_lines

    _write(
        out, ({"url": url, "text": justext_lines(body.decode("utf-8", "replace"))} for url, body in _responses(archive))
    )


def datatrove(archive: str, out: Path) -> None:
    """Datatrove: WARC, trafilatura, JSONL."""
    from datatrove.executor import LocalPipelineExecutor

    LocalPipelineExecutor([*_extracting(archive), _lines(out)], tasks=1, logging_dir=str(out / "logs")).run()


def datatrove_minhash(archive: str, out: Path) -> None:
    """The same, and its MinHash deduplication in four stages."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupFilter
    from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupSignature
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.utils.typeshelper import Languages

    config = MinhashConfig()
    work = {name: str(out / "work" / name) for name in ("texts", "logs", *_MINHASH_STAGES)}
    stages: list[tuple[list[Any], int]] = [
        ([*_extracting(archive), _lines(Path(work["texts"]))], 1),
        ([JsonlReader(work["texts"]), MinhashDedupSignature(work["signatures"], config, Languages.english)], 1),
        ([MinhashDedupBuckets(work["signatures"], work["buckets"], config=config)], config.num_buckets),
        ([MinhashDedupCluster(work["buckets"], work["clusters"], config)], 1),
        ([JsonlReader(work["texts"]), MinhashDedupFilter(work["clusters"]), _lines(out)], 1),
    ]
    for number, (steps, tasks) in enumerate(stages):
        LocalPipelineExecutor(steps, tasks=tasks, logging_dir=f"{work['logs']}/{number}").run()


def datatrove_copies(lines: str, out: Path) -> None:
    """Its MinHash deduplication alone, on texts as JSON lines: the cluster of each, and what that cost in one process.

    `out/clusters.json` has the processor seconds, the bytes of all signatures, and pairs of line and cluster.
    """
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster
    from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupSignature
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.utils.typeshelper import Languages

    path, config = Path(lines), MinhashConfig()
    work = {name: out / "work" / name for name in ("logs", *_MINHASH_STAGES)}
    signatures, buckets, clusters = (str(work[name]) for name in _MINHASH_STAGES)
    reader = JsonlReader(str(path.parent), glob_pattern=path.name)
    stages: list[tuple[list[Any], int]] = [
        ([reader, MinhashDedupSignature(signatures, config, Languages.english)], 1),
        ([MinhashDedupBuckets(signatures, buckets, config=config)], config.num_buckets),
        ([MinhashDedupCluster(buckets, clusters, config, save_cluster_id=True)], 1),
    ]
    start = time.process_time()
    for number, (steps, tasks) in enumerate(stages):
        LocalPipelineExecutor(steps, tasks=tasks, workers=1, logging_dir=f"{work['logs']}/{number}").run()
    seconds = time.process_time() - start
    found = [
        pair for file in sorted(work["clusters"].glob("*.clusters")) for pair in iter_unpack("<2I", file.read_bytes())
    ]
    size = sum(file.stat().st_size for file in work["signatures"].rglob("*") if file.is_file())
    (out / "clusters.json").write_text(json.dumps({"seconds": seconds, "bytes": size, "clusters": found}))


def _extracting(archive: str) -> list[Any]:
    from datatrove.pipeline.extractors import Trafilatura
    from datatrove.pipeline.readers import WarcReader

    path = Path(archive)
    return [WarcReader(str(path.parent), glob_pattern=path.name), Trafilatura()]


def _lines(out: Path) -> Any:
    from datatrove.pipeline.writers import JsonlWriter

    return JsonlWriter(str(out), adapter=lambda _, one: {"url": one.metadata["url"], "text": one.text})


def _write(out: Path, rows: Iterator[dict[str, Any]]) -> None:
    with (out / "pages.jsonl").open("w", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


RIVALS = {
    "floor": floor,
    "resiliparse": resiliparse,
    "trafilatura": trafilatura,
    "trafilatura-text": trafilatura_text,
    "justext": justext,
    "datatrove": datatrove,
    "datatrove-minhash": datatrove_minhash,
    "datatrove-copies": datatrove_copies,
}

if __name__ == "__main__":
    RIVALS[sys.argv[1]](sys.argv[2], Path(sys.argv[3]))
