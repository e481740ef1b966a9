import gzip
import json

import pytest
import zstandard

from thresher.errors import SettingsError
from thresher.lab import score as scoring
from thresher.lab.records import read_articles, read_gold, read_rows, write_rows

GOLD = {
    "u1": {
        "url": "u1",
        "text": "one two three four five",
        "title": "A Title",
        "authors": ["Ann Smith"],
        "date": "2025-01-02",
        "language": "en",
        "page_type": "article",
        "with": ["one two", "five"],
        "without": ["menu", "share"],
    },
    "u2": {"url": "u2", "text": "six seven", "title": "Other", "page_type": "forum", "with": ["six"]},
    "u3": {"url": "u3", "text": "", "with": ["eight"], "page_type": "article"},
}
ARTICLES = {
    "u1": {
        "url": "u1",
        "text": "one two three four menu",
        "title": "a title.",
        "authors": "Ann Smith, Bo Li",
        "published": "2025-01-02T09:00:00Z",
        "language": "en-GB",
        "page_type": "article",
    },
    "u2": {"url": "u2", "text": "six seven", "title": "Other", "page_type": "article"},
    "elsewhere": {"url": "elsewhere", "text": "nothing"},
}


def total(gold=GOLD, articles=ARTICLES):
    return scoring.score_rows(gold, articles).total()


def test_every_figure_of_a_small_set_is_what_the_hand_computes():
    found = total()
    assert (found.pages, found.missing) == (3, 1)
    assert found.figures == pytest.approx(
        {
            "word_f1": (0.8 + 1) / 2,
            "word_precision": (0.8 + 1) / 2,
            "word_recall": (0.8 + 1) / 2,
            # u1: shingles 1234 and 234-menu against 1234 and 2345: a third each; u2: the same single shingle
            "shingle_f1": 0.75,
            "shingle_precision": (0.5 + 1) / 2,
            "shingle_recall": (0.5 + 1) / 2,
            "with_rate": 2 / 4,
            "without_rate": 1 / 2,
            "snippet_f1": 2 * 2 / (2 * 2 + 1 + 2),
            "title_exact": 1 / 2,
            "title_normalised": 1,
            "author_f1": 2 / 3,
            "date": 1,
            "language": 1,
            "page_type": 1 / 3,
            "article_f1": 2 * 1 / (2 * 1 + 1 + 1),
        }
    )
    assert found.counts == {
        "word_f1": 2,
        "word_precision": 2,
        "word_recall": 2,
        "title_exact": 2,
        "title_normalised": 2,
        "author_f1": 1,
        "date": 1,
        "language": 1,
        "page_type": 3,
        "with_rate": 4,
        "without_rate": 2,
    }


def test_figures_come_in_the_order_in_which_they_are_declared():
    assert list(total().figures) == [figure.name for figure in scoring.FIGURES]


def test_a_page_without_an_article_scores_like_an_empty_text():
    with_empty = {"u1": {"url": "u1", "text": ""}}
    assert scoring.score_rows(GOLD, {}).total().figures == scoring.score_rows(GOLD, with_empty).total().figures


def test_a_field_that_no_article_has_is_not_scored():
    bare = {url: {"url": url, "text": row["text"]} for url, row in ARTICLES.items()}
    assert (
        not {"title_exact", "author_f1", "date", "language", "page_type", "article_f1"}
        & total(articles=bare).figures.keys()
    )


def test_a_field_that_only_articles_outside_the_gold_have_is_not_scored():
    articles = {"u1": {"url": "u1", "text": "one"}, "elsewhere": {"url": "elsewhere", "title": "Any"}}
    assert "title_exact" not in total(articles=articles).figures


def test_a_page_without_an_answer_counts_as_wrong():
    articles = {"u1": {"url": "u1", "title": "A Title"}}
    assert total(articles=articles).figures["title_exact"] == 1 / 2


def test_gold_dates_without_a_day_are_passed_over():
    gold = {"u1": GOLD["u1"] | {"date": "January 2025"}}
    assert "date" not in total(gold=gold).figures


def test_headline_is_snippet_f1_where_there_is_no_full_text():
    assert total().headline == "word_f1"
    assert total(gold={"u3": GOLD["u3"]}).headline == "snippet_f1"
    assert total(gold={"u4": {"url": "u4"}}).headline is None


def test_groups_share_out_the_pages_and_name_those_without_a_label():
    report = scoring.score_rows(GOLD, ARTICLES)
    assert {name: group.pages for name, group in report.groups("page_type").items()} == {"article": 2, "forum": 1}
    assert {name: group.pages for name, group in report.groups("language").items()} == {"en": 1, "unknown": 2}
    assert report.groups("page_type")["forum"].figures["word_f1"] == 1


def test_worst_lists_pages_with_gold_text_from_the_lowest_word_f1():
    report = scoring.score_rows(GOLD, ARTICLES)
    assert [page.url for page in report.worst(5)] == ["u1", "u2"]
    assert [page.url for page in report.worst(1)] == ["u1"]


def test_articles_outside_the_gold_are_counted():
    assert scoring.score_rows(GOLD, ARTICLES).unknown == 1


def test_bootstrap_interval_encloses_the_mean_and_repeats_itself():
    values = [0.1, 0.9, 0.5, 0.7, 0.2, 0.6]
    low, high = scoring.bootstrap_interval(values)
    assert low < sum(values) / len(values) < high
    assert scoring.bootstrap_interval(values) == (low, high)


def test_one_page_has_no_interval_and_equal_pages_one_of_no_width():
    assert scoring.bootstrap_interval([0.5]) is None
    assert scoring.bootstrap_interval([0.5, 0.5]) == (0.5, 0.5)


def test_articles_are_read_from_files_and_folders_in_all_compressions(tmp_path):
    rows = [json.dumps({"url": f"u{n}", "text": "t"}) for n in range(3)]
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.jsonl").write_text(rows[0] + "\n\n")
    (tmp_path / "deep" / "b.jsonl.gz").write_bytes(gzip.compress(rows[1].encode()))
    frames = [zstandard.ZstdCompressor().compress((row + "\n").encode()) for row in (rows[2], rows[0])]
    (tmp_path / "deep" / "c.jsonl.zst").write_bytes(b"".join(frames))
    (tmp_path / "deep" / "notes.txt").write_text("not an article")
    articles, repeated = read_articles([tmp_path])
    assert sorted(articles) == ["u0", "u1", "u2"]
    assert repeated == 1


def test_the_first_of_several_articles_with_one_url_counts(tmp_path):
    write_rows(tmp_path / "a.jsonl", [{"url": "u", "text": "first"}, {"url": "u", "text": "second"}])
    assert read_articles([tmp_path / "a.jsonl"]) == ({"u": {"url": "u", "text": "first"}}, 1)


def test_rows_without_a_url_are_no_articles(tmp_path):
    write_rows(tmp_path / "a.jsonl", [{"text": "lost"}, {"url": None}])
    assert read_articles([tmp_path]) == ({}, 0)


def test_written_rows_read_back_and_have_equal_bytes(tmp_path):
    rows = [{"url": "ü", "text": "東京\n"}]
    for name in ("a.jsonl.gz", "b.jsonl.gz", "c.jsonl"):
        write_rows(tmp_path / name, rows)
        assert list(read_rows(tmp_path / name)) == rows
    assert (tmp_path / "a.jsonl.gz").read_bytes() == (tmp_path / "b.jsonl.gz").read_bytes()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", b'{"url": "u"}\n{broken\n'),
        ("a.jsonl", b'{"url": "u"}\n[1]\n'),
        ("a.jsonl", b'{"url": "u"}\n\xff\n'),
        ("a.jsonl.gz", b"no gzip"),
        ("a.jsonl.gz", gzip.compress(b'{"url": "u"}\n' * 99, mtime=0)[:-9]),
        ("a.jsonl.zst", b"no zstd"),
    ],
)
def test_an_unreadable_file_is_named_in_the_error(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SettingsError, match=name):
        list(read_rows(tmp_path / name))


def test_a_missing_file_is_named_in_the_error(tmp_path):
    with pytest.raises(SettingsError, match=r"No such file.*gone\.jsonl"):
        list(read_rows(tmp_path / "gone.jsonl"))


def test_gold_needs_urls(tmp_path):
    write_rows(tmp_path / "gold.jsonl.gz", [{"text": "no url"}])
    with pytest.raises(SettingsError, match="no URL"):
        read_gold(tmp_path / "gold.jsonl.gz")
