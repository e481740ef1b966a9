"""Language identifiers side by side."""

from __future__ import annotations

import gzip

import pytest
from click.testing import CliRunner

from thresher.errors import SettingsError
from thresher.lab.commands import lab
from thresher.lab.language import identifiers, measuring
from thresher.lab.language.commands import language_command
from thresher.lab.language.measuring import Answers, Sample
from thresher.lab.records import write_rows
from thresher.lab.sets import BenchSet

ENGLISH = "The mayor opened the new bridge over the harbour before a large crowd on Tuesday."
GERMAN = "Der Bürgermeister eröffnete am Dienstag vor großem Publikum die neue Hafenbrücke."


def sample(text=ENGLISH, language="en", chars=0, url="https://a.example/", name="harbour"):
    return Sample(name, url, text, language, "gold", chars)


@pytest.mark.parametrize("name", [name for name in identifiers.present() if name != "lingua"])
def test_every_identifier_tells_two_sentences_apart(name):
    identify = identifiers.called_up(name)
    assert (identify(ENGLISH), identify(GERMAN)) == ("en", "de")


def test_lingua_takes_part_where_it_is_installed():
    pytest.importorskip("lingua")
    identify = identifiers.called_up("lingua")
    assert (identify(ENGLISH), identify(GERMAN), identify("42")) == ("en", "de", None)


def test_ours_stays_silent_on_a_text_too_short():
    assert identifiers.called_up(identifiers.OURS)("Home 24") is None


@pytest.mark.parametrize("chars", measuring.CUTS)
def test_a_cut_is_a_piece_of_its_text_and_the_same_every_time(chars):
    whole = sample(" ".join([ENGLISH] * 9))
    piece = measuring.cut(whole, chars)
    assert piece.text in whole.text
    assert chars - 25 < len(piece.text) <= chars
    assert piece.chars == chars
    assert piece == measuring.cut(whole, chars)
    assert len({measuring.cut(sample(whole.text, url=f"https://{at}.example/"), chars).text for at in range(9)}) > 1


def test_a_cut_of_a_text_that_is_shorter_is_the_text():
    assert measuring.cut(sample("A bridge"), 40).text == "A bridge"


def record(url, markup):
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + markup
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{0:032}>\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n")


def bench(folder, name, pages):
    captures = folder / "captures.warc.gz"
    captures.write_bytes(b"".join(record(url, markup) for url, markup in pages))
    return BenchSet(name, folder / "gold.jsonl.gz", captures)


def test_the_truth_is_the_golds_else_the_sets_else_the_pages(tmp_path):
    pages = [(f"https://a.example/{at}", b'<html lang="pt-BR"><p>x</p>') for at in range(3)]
    rows = [{"url": url, "text": ENGLISH} for url, _ in pages]
    rows[0]["language"] = "nb"
    rows[2]["text"] = ""
    write_rows(tmp_path / "gold.jsonl.gz", rows)
    told = [(one.language, one.truth) for one in measuring.samples([bench(tmp_path, "harbour", pages)])]
    assert told == [("no", "gold"), ("pt", "page")]
    told = [(one.language, one.truth) for one in measuring.samples([bench(tmp_path, "wcxb", pages)])]
    assert told == [("no", "gold"), ("en", "set")]


def test_who_does_not_say_is_not_right_and_ours_is_counted_apart():
    taken = [sample(chars=20), sample(chars=20), sample(chars=20, language="de"), sample(chars=20)]
    ours = Answers(identifiers.OURS, ("en", None, "en", "en"), (1.0,) * 4)
    other = Answers("other", ("en", "en", "de", None), (1.0,) * 4)
    row = measuring.short_table(taken, [ours, other]).splitlines()[-1]
    cells = [cell.strip() for cell in row.split("|")[1:-1]]
    assert cells == ["harbour", "20", "4", "0.250", "0.667", "0.500", "0.750"]


def test_whole_texts_are_counted_and_timed_by_set():
    taken = [sample(), sample(), sample(name="quay")]
    text = measuring.whole_table(taken, [Answers("other", ("en", "de", "en"), (1.0, 3.0, 5.0))])
    assert "| harbour | gold  |     2 | 0.5000 |" in text
    assert "| quay    | gold  |     1 | 1.0000 |" in text
    assert "| all       | 3.000 |" in text


def test_differences_from_the_truth_are_listed():
    taken = [sample(), sample(), sample(language="de")]
    text = measuring.disagreements(taken, Answers("other", ("en", None, "en"), (1.0,) * 3))
    assert "| harbour | de    | en     |     1 |" in text
    assert "| harbour | en    | unsure |     1 |" in text
    assert measuring.disagreements(taken[:1], Answers("other", ("en",), (1.0,))) == "None."


def test_the_quickest_of_several_passes_counts(monkeypatch):
    times = iter([5.0, 9.0, 7.0, 2.0])
    monkeypatch.setattr(measuring, "called_up", lambda _: lambda _: "en")
    monkeypatch.setattr(measuring, "_timed", lambda *_: ("en", next(times)))
    assert measuring.answered("any", [sample(), sample()], 2).milliseconds == (5.0, 2.0)


@pytest.fixture
def english(data):
    """The shared data with a language in its gold."""
    from thresher.lab.records import read_rows

    for name in ("harbour", "harbour-text"):
        path = data / name / "gold.jsonl.gz"
        write_rows(path, [row | {"language": "en"} for row in list(read_rows(path))])
    return data


def test_the_command_prints_its_tables_and_writes_a_page(english, tmp_path):
    out = tmp_path / "language.md"
    arguments = ["language", str(english), "--identifiers", "thresher,cld2", "--passes", "1", "--out", str(out)]
    result = CliRunner().invoke(lab, [*arguments, "--date", "2026-11-27"], catch_exceptions=False)
    assert result.exit_code == 0
    assert "| harbour | gold  |     6 |   1.0000 | 1.0000 |" in result.stdout
    page = out.read_text("utf-8")
    assert page.startswith("# Languages of texts, 2026-11-27\n")
    assert "### Short texts" in page
    assert "### The machine" in page


def test_a_page_needs_a_day_and_names_must_be_known(english, tmp_path):
    undated = CliRunner().invoke(language_command, [str(english), "--out", str(tmp_path / "x.md")])
    assert undated.exit_code == 2
    with pytest.raises(SettingsError, match="no identifier called nobody"):
        CliRunner().invoke(language_command, [str(english), "--identifiers", "nobody"], catch_exceptions=False)
