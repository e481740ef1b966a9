"""`OUT/report.html`: what a run read, kept and removed, in one file that asks nothing of the network."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from thresher.nouns import Reason
from thresher.report.terminal import safe

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Mapping

    from thresher.report.tally import Tally

_HOSTS = 50  # rows of the table of sites
_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 2rem }
caption { text-align: left; font-weight: 600; font-size: 1.2rem; padding: .5rem 0 }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8886; overflow-wrap: anywhere }
th + th, td:nth-child(2), td:nth-child(3) { font-variant-numeric: tabular-nums }
dt { font-weight: 600 }
dd { margin: 0 0 .5rem; overflow-wrap: anywhere }
"""


def report_page(manifest: Mapping[str, Any], tally: Tally) -> str:
    """The page for a run: its manifest and what was counted over its articles. Captured text is inert in it."""
    books = manifest["books"]
    captures = books["captures"]
    rejections = sorted(books["rejections"].items(), key=lambda pair: (-pair[1], pair[0]))
    became = [("article", books["articles"], _share(books["articles"], captures), "a line in articles/")]
    became += [(name, count, _share(count, captures), Reason(name).description) for name, count in rejections]
    became.append(("captures read", captures, "", ""))
    all_words = tally.words + tally.removed_words.total()
    removed = [
        (reason, tally.spans[reason], words, _share(words, all_words)) for reason, words in _ranked(tally.removed_words)
    ]
    inputs = [(file["path"], f"{file['bytes']:,}", file["digest"]) for file in manifest["inputs"]]
    tables = (
        _table("What became of the captures", ("outcome", "captures", "share", "meaning"), became),
        _table("What was removed from the articles", ("reason", "spans", "words", "share of all words"), removed),
        _table("Languages", ("language", "articles"), _ranked(tally.languages)),
        _table(f"Sites (the {_HOSTS} with the most articles)", ("host", "articles"), _ranked(tally.hosts)[:_HOSTS]),
        _table("Inputs", ("path", "bytes", "digest"), inputs),
    )
    facts = {
        "Thresher": manifest["made_by"]["version"],
        "code and rules": manifest["made_by"]["digest"],
        "run": manifest["run"],
    }
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Thresher: {books["articles"]:,} articles of {captures:,} captures</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{books["articles"]:,} articles of {captures:,} captures</h1>
<p>{tally.words:,} words kept, {tally.removed_words.total():,} removed.</p>
{"".join(tables)}
<dl>{"".join(f"<dt>{_cell(name)}</dt><dd>{_cell(value)}</dd>" for name, value in facts.items())}</dl>
</body>
</html>
"""


def _table(caption: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    names = "".join(f'<th scope="col">{_cell(name)}</th>' for name in head)
    lines = "".join(f"<tr>{''.join(f'<td>{_cell(value)}</td>' for value in row)}</tr>\n" for row in rows)
    head_row = f"<thead><tr>{names}</tr></thead>"
    return f"<table>\n<caption>{_cell(caption)}</caption>\n{head_row}\n<tbody>\n{lines}</tbody>\n</table>\n"


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else escape(safe(str(value)))


def _share(count: int, total: int) -> str:
    return f"{100 * count / total:.1f} %" if total else ""


def _ranked(counter: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))
