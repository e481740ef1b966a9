import json

import pytest
from click.testing import CliRunner

from thresher.errors import SettingsError
from thresher.lab.chaff import Chaff
from thresher.lab.commands import lab
from thresher.lab.html import ours, tables
from thresher.lab.html.comparison import Job, Mark, Roster, captured, compared, jobs, marked
from thresher.lab.measures import Overlap
from thresher.lab.peers import PeerPage
from thresher.lab.sets import find_sets

STORY = "The ferry left the quay at nine and did not come back before the tide had turned."
PAGE = PeerPage("https://ferry.example/1", b"<p>x</p>", is_html=True)


def job(**gold):
    return Job("ferries", PAGE, {"url": PAGE.url, **gold})


def mark(extractor="one", f1=0.5, **changes):
    facts = {
        "set": "ferries",
        "url": "u",
        "page_type": "article",
        "language": "",
        "extractor": extractor,
        "overlap": Overlap(f1, f1, f1),
        "snippets": (0, 0, 0, 0),
        "chaff": (),
        "characters": 10,
    }
    return Mark(**facts | changes)


def cells(text):
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("|")]


def test_a_page_is_marked_for_words_snippets_and_chaff():
    gold = job(text=STORY, **{"with": ["at nine", "at ten"], "without": ["newsletter"]})
    [found] = marked(gold, {"one": lambda _: f"{STORY}\nSign up for our newsletter"})
    assert found.overlap.recall == 1
    assert found.snippets == (1, 2, 1, 1)
    assert [chaff.family for chaff in found.chaff] == ["subscription"]


def test_an_extractor_that_fails_has_found_nothing():
    def fail(_):
        raise RecursionError("too deep")

    [found] = marked(job(text=STORY), {"one": fail})
    assert (found.overlap.f1, found.trouble) == (0, "RecursionError: too deep")


def test_chaff_is_counted_on_articles_alone():
    [found] = marked(job(text=STORY, page_type="forum"), {"one": lambda _: "Leave a comment"})
    assert found.chaff is None


def test_without_a_gold_text_only_snippets_count():
    [found] = marked(job(**{"with": ["ferry"]}), {"one": lambda _: STORY})
    assert (found.overlap, found.chaff, found.snippets) == (None, None, (1, 1, 0, 0))


def test_jobs_are_the_same_pages_for_every_limit_and_carry_the_language(data):
    sets = [find_sets(data)["harbour"]]
    few = {each.page.url for each in jobs(sets, 2)}
    more = {each.page.url for each in jobs(sets, 4)}
    assert (len(few), len(more), len(list(jobs(sets)))) == (2, 4, 6)
    assert few < more


def test_text_captures_are_left_out(data):
    assert list(jobs([find_sets(data)["harbour-text"]])) == []


def test_everyone_is_compared_in_the_order_of_the_roster(data):
    pages = list(jobs([find_sets(data)["harbour"]], 2))
    found = compared(pages, Roster(("resiliparse",), ("blocks",)), say=lambda _: None)
    assert [each.extractor for each in found] == ["resiliparse", "blocks", "thresher"] * 2
    assert all(each.overlap.f1 > 0.9 for each in found)


def test_worker_processes_find_the_same(data):
    pages = list(jobs([find_sets(data)["harbour"]], 3))
    roster = Roster(("resiliparse",), (), None, with_product=False)
    assert compared(pages, roster, 2, print) == compared(pages, roster, 1, print)


def test_the_product_keeps_pages_of_every_type_and_says_nothing_of_one_it_rejects():
    shop = '<script type="application/ld+json">{"@type": "Product", "name": "Oar"}</script>'
    markup = f"<html><head>{shop}</head><body><main><h1>Oar</h1><p>{STORY}</p></main></body></html>"
    extract = ours.product()
    assert STORY in extract("", captured(PeerPage(PAGE.url, markup.encode(), is_html=True)))
    assert extract("", captured(PeerPage(PAGE.url, b" ", is_html=True))) == ""


def test_engines_are_found_by_name():
    assert list(ours.engines(["blocks"])) == ["blocks"]
    with pytest.raises(SettingsError, match="no engine called guesswork"):
        ours.engines(["guesswork"])


def test_word_f1_has_a_row_for_each_set_type_and_language():
    marks = [
        mark(f1=1.0, language="el"),
        mark(f1=0.5, language="pl", page_type="forum"),
        mark("two", f1=0.2, language="el"),
        mark("two", f1=0.4, language="pl", page_type="forum"),
    ]
    rows = cells(tables.word_f1(marks))
    assert rows[0] == ["set", "part", "pages", "one", "two", "±"]
    assert [row[:5] for row in rows[2:]] == [
        ["ferries", "all", "2", "0.750", "0.300"],
        ["ferries", "article", "1", "1.000", "0.200"],
        ["ferries", "forum", "1", "0.500", "0.400"],
        ["ferries", "el", "1", "1.000", "0.200"],
        ["ferries", "pl", "1", "0.500", "0.400"],
    ]


def test_precision_and_recall_stand_side_by_side():
    rows = cells(tables.precision_recall([mark(overlap=Overlap(0.25, 1.0, 0.4))]))
    assert rows[2] == ["ferries", "all", "1", "0.250 / 1.000"]


def test_snippets_are_counted_over_all_pages_of_a_set():
    marks = [mark(snippets=(3, 4, 1, 5)), mark(snippets=(1, 2, 0, 5)), mark(set="quays")]
    rows = cells(tables.snippets(marks))
    assert rows[2:] == [
        ["ferries", "F1", f"{8 / (8 + 1 + 2):.3f}"],
        ["ferries", "wanted found", "0.667"],
        ["ferries", "unwanted kept", "0.100"],
    ]


def test_the_share_with_chaff_counts_articles_and_the_figure_beside_it_lines():
    marks = [
        mark(chaff=(Chaff("Share", "sharing"), Chaff("Print", "sharing"), Chaff("Tags:", "tool"))),
        mark(chaff=()),
        mark(chaff=None, page_type="forum"),
    ]
    assert cells(tables.chaff(marks))[2] == ["ferries", "2", "50.0 % (1.50)"]
    assert cells(tables.families(marks))[2:] == [["sharing", "50.0 %"], ["tool", "50.0 %"]]


def test_tables_without_figures_are_left_out():
    marks = [mark(overlap=None, chaff=None, snippets=(1, 1, 0, 1))]
    text = tables.document(marks)
    assert "Word F1" not in text
    assert "Chaff" not in text
    assert "Snippets" in text


def test_troubles_are_counted_by_kind():
    marks = [mark(trouble="ValueError: a"), mark(trouble="ValueError: b"), mark()]
    assert cells(tables.troubles(marks))[2:] == [["one", "ValueError", "2"]]
    assert tables.troubles([mark()]) == ""


def test_the_command_prints_tables_and_writes_pages(data, tmp_path):
    pages, out = tmp_path / "pages.jsonl", tmp_path / "docs" / "quality.md"
    options = ["--limit", "2", "--peers", "resiliparse", "--engines", "blocks", "--no-product", "--date", "2026-11-27"]
    result = CliRunner().invoke(lab, ["html", str(data), *options, "--pages", str(pages), "--out", str(out)])
    assert result.exit_code == 0
    assert "| harbour | all  |     2 |" in result.output
    rows = [json.loads(line) for line in pages.read_text(encoding="utf-8").splitlines()]
    assert [row["extractor"] for row in rows] == ["resiliparse", "blocks"] * 2
    assert out.read_text(encoding="utf-8").startswith("# Main text of HTML pages, 2026-11-27\n")


@pytest.mark.parametrize(
    ("options", "message"),
    [(["--peers", "reader"], "no peer called reader"), (["--folds", "folds", "--engines", "blocks"], "folds")],
)
def test_the_command_refuses_what_it_does_not_know(data, options, message):
    result = CliRunner().invoke(lab, ["html", str(data), *options])
    assert isinstance(result.exception, SettingsError)
    assert message in str(result.exception)


def test_the_command_needs_somebody_to_take_part(data):
    result = CliRunner().invoke(lab, ["html", str(data), "--peers", "", "--engines", "", "--no-product"])
    assert result.exit_code == 2
