from thresher.lab.evaluate import SLICE_PAGES
from thresher.lab.floors import EPSILON
from thresher.lab.score import FIGURES
from thresher.lab.sets import SOURCES


def rows(text):
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]


def test_the_page_declares_the_licences_that_the_program_does(pytestconfig):
    text = (pytestconfig.rootpath / "docs" / "benchmarks" / "README.md").read_text(encoding="utf-8")
    declared = {row[0]: (row[1], row[2].startswith("yes")) for row in rows(text) if row[0] in SOURCES}
    assert declared == {name: (source.licence, source.may_train) for name, source in SOURCES.items()}


def test_the_page_defines_every_figure(pytestconfig):
    text = (pytestconfig.rootpath / "docs" / "benchmarks" / "README.md").read_text(encoding="utf-8")
    defined = {word.strip() for row in rows(text) if len(row) == 2 for word in row[0].split(",")}
    short = {"P", "R", "norm."}
    names = {figure.heading for figure in FIGURES} - {"title norm.", "shingle P", "shingle R"}
    assert names <= defined | short


def test_the_page_names_the_tolerance_and_the_slice(pytestconfig):
    text = (pytestconfig.rootpath / "docs" / "benchmarks" / "README.md").read_text(encoding="utf-8")
    assert f"at most {EPSILON}" in text
    assert f"slice of {SLICE_PAGES} pages" in text
