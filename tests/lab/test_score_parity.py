"""Our scorer and the benchmark's own give equal figures on equal files."""

import importlib.util
import random
import sys

import pytest

from thresher.lab.records import read_gold, write_rows
from thresher.lab.score import score

SETS = ("andythefactory", "daniel", "dragnet", "fundus", "trafilatura", "wcxb")
PAGES = 150  # of each set; more take longer and say no more

# (section, key) of the reference's summary -> our figure
FIGURES = {
    ("word", "f1"): "word_f1",
    ("word", "precision"): "word_precision",
    ("word", "recall"): "word_recall",
    ("shingle", "f1"): "shingle_f1",
    ("shingle", "precision"): "shingle_precision",
    ("shingle", "recall"): "shingle_recall",
    ("snippets", "with_rate"): "with_rate",
    ("snippets", "without_rate"): "without_rate",
    ("snippets", "f1"): "snippet_f1",
    ("title", "exact"): "title_exact",
    ("title", "normalised"): "title_normalised",
    ("authors", "f1"): "author_f1",
    ("date", "accuracy"): "date",
    ("language", "accuracy"): "language",
    ("page_type", "accuracy"): "page_type",
    ("page_type", "article_f1"): "article_f1",
}
COUNTS = {
    ("word", "pages"): "word_f1",
    ("snippets", "with"): "with_rate",
    ("snippets", "without"): "without_rate",
    ("title", "pages"): "title_exact",
    ("authors", "pages"): "author_f1",
    ("date", "pages"): "date",
    ("language", "pages"): "language",
    ("page_type", "pages"): "page_type",
}


@pytest.fixture(scope="module")
def reference(bench):
    spec = importlib.util.spec_from_file_location("reference_scorer", bench / "score.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # the data may lie on a read-only disk
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = writes
    yield module
    del sys.modules[spec.name]


def imperfect_text(text, draw):
    kept = [word for word in text.split(" ") if draw.random() > 0.1]
    chaff = ["Share", "this", "Newsletter", "東京", "ไทย", "menu_item", "Straße", "\u0130stanbul", "ﬁ"]
    for _ in range(draw.randrange(12)):
        kept.insert(draw.randrange(len(kept) + 1), draw.choice(chaff))
    return draw.choice([" ", " ", "  \n"]).join(kept)


def imperfect_title(title, draw):
    return draw.choice([title, f" {title} ", title.upper(), f"{title} | Site", title.replace(" ", "_"), "", None])


def imperfect_authors(authors, draw):
    joined = draw.choice([", ", " and ", " und ", " / ", "; "]).join(authors)
    forms = [authors, joined, f"By {joined}", f"von: {joined}", f"{joined}, MD, PhD", authors[:1], [joined, None]]
    return draw.choice([*forms, "Reuters", "", None, [a.upper() for a in authors]])


def imperfect_date(day, draw):
    return draw.choice(
        [day, f"{day[:10]}T23:30:00-05:00", f"{day[:10]}T01:00:00+09:00", day[:7], "2020年1月2日", "", None]
    )


def imperfect_article(gold, draw):
    text = gold.get("text") or " ".join((gold.get("with") or []) + (gold.get("without") or [])[:1])
    article = {"url": gold["url"], "text": draw.choice([imperfect_text(text, draw)] * 8 + ["", None, text, "x y"])}
    article["title"] = imperfect_title(gold.get("title") or "Some title", draw)
    article["authors"] = imperfect_authors(gold.get("authors") or ["Ann Smith"], draw)
    article[draw.choice(["date", "published"])] = imperfect_date(gold.get("date") or "2024-02-29", draw)
    article["language"] = draw.choice([gold.get("language") or "en", "EN-gb", "zh_Hant", None])
    article["page_type"] = draw.choice(["article", gold.get("page_type") or "forum", "listing", None])
    return article


def imperfect_files(gold, folder, draw):
    """Articles for most of the gold, some twice, some for pages that the gold does not have; over two files."""
    articles = [imperfect_article(row, draw) for row in gold if draw.random() > 0.05]
    articles += [imperfect_article(row, draw) for row in gold[:5]]
    articles += [{"url": f"https://elsewhere.example/{n}", "text": "x", "title": "t"} for n in range(3)]
    (folder / "out").mkdir()
    write_rows(folder / "out" / "1.jsonl.gz", articles[::2])
    write_rows(folder / "out" / "2.jsonl", articles[1::2])
    return folder / "out"


def assert_equal_summaries(ours, theirs):
    flat = {
        (part, key): value for part, rest in theirs.items() if isinstance(rest, dict) for key, value in rest.items()
    }
    interval = flat.pop(("word", "interval"), None)
    assert (ours.pages, ours.missing) == (theirs["pages"], theirs["missing"])
    assert ours.interval == (pytest.approx(interval, abs=1e-9) if interval else None)
    expected = {FIGURES[place]: value for place, value in flat.items() if place in FIGURES and value is not None}
    assert ours.figures == pytest.approx(expected, abs=1e-9)
    counts = {COUNTS[place]: value for place, value in flat.items() if place in COUNTS}
    assert {name: ours.counts[name] for name in counts} == counts
    assert set(flat) <= set(FIGURES) | set(COUNTS)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", SETS)
def test_every_figure_equals_the_reference_on_imperfect_articles(bench, reference, tmp_path, name, seed):
    draw = random.Random(f"{name} {seed}")
    rows = list(read_gold(bench / name / "gold.jsonl.gz").values())
    gold = draw.sample(rows, min(PAGES, len(rows)))
    write_rows(tmp_path / "gold.jsonl.gz", gold)
    articles = imperfect_files(gold, tmp_path, draw)

    ours = score(tmp_path / "gold.jsonl.gz", [articles])
    theirs = reference.score(tmp_path / "gold.jsonl.gz", [articles])
    assert (ours.unknown, ours.repeated) == (theirs.unknown, theirs.repeated)
    assert_equal_summaries(ours.total(), theirs.total())
    for by in ("page_type", "language"):
        groups = theirs.groups(by)
        assert list(ours.groups(by)) == list(groups)
        for group, summary in ours.groups(by).items():
            assert_equal_summaries(summary, groups[group])
    assert [page.url for page in ours.worst(20)] == [page.url for page in theirs.worst(20)]


def test_fields_that_nobody_answers_are_left_out_as_the_reference_does(bench, reference, tmp_path):
    gold = list(read_gold(bench / "wcxb" / "gold.jsonl.gz").values())[:40]
    write_rows(tmp_path / "gold.jsonl.gz", gold)
    write_rows(tmp_path / "articles.jsonl", [{"url": row["url"], "text": row["text"], "title": ""} for row in gold])
    arguments = (tmp_path / "gold.jsonl.gz", [tmp_path / "articles.jsonl"])
    assert_equal_summaries(score(*arguments).total(), reference.score(*arguments).total())
