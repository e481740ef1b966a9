from thresher.lab.html.page_types import Guess, at, confusion, document, outcome, thresholds

GUESSES = [
    Guess("article", "article", 0.9),
    Guess("article", "article", 0.6),
    Guess("article", "listing", 0.55),  # survives a threshold of 0.8
    Guess("article", None, 0.0),
    Guess("listing", "listing", 0.95),
    Guess("listing", "article", 0.7),
    Guess("forum", "listing", 0.85),
    Guess("product", "product", 0.7),
]


def cells(table):
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if line.startswith("|")]


def test_the_figures_at_a_threshold():
    found = outcome(GUESSES, at(0.8))
    assert (found.pages, found.accuracy) == (8, 4 / 8)
    assert (found.surviving, found.rejected) == (4 / 4, 2 / 4)


def test_a_lower_threshold_rejects_more_of_both():
    found = outcome(GUESSES, at(0.5))
    assert (found.surviving, found.rejected) == (3 / 4, 3 / 4)


def test_types_that_are_kept_are_never_rejected():
    assert outcome(GUESSES, at(0.5, frozenset({"article", "product"}))).rejected == 2 / 4


def test_of_no_pages_there_are_no_shares():
    found = outcome([], at(0.5))
    assert (found.pages, found.accuracy, found.surviving, found.rejected) == (0, None, None, None)


def test_the_confusion_matrix_has_gold_down_and_answers_across():
    rows = cells(confusion(GUESSES))
    assert rows[0] == ["gold", "pages", "article", "forum", "listing", "product", "(not said)", "recall"]
    assert rows[2] == ["article", "4", "2", "", "1", "", "1", "0.500"]
    assert rows[3] == ["forum", "1", "", "", "1", "", "", "0.000"]
    assert rows[-1] == ["precision", "", "0.667", "", "0.333", "1.000", "", ""]


def test_each_threshold_has_a_row():
    assert cells(thresholds(GUESSES, [0.5, 0.8]))[2:] == [["0.50", "75.0 %", "75.0 %"], ["0.80", "100.0 %", "50.0 %"]]


def test_the_document_holds_the_figures_and_the_matrix():
    text = document(GUESSES, at(0.8))
    assert ["gold articles that survive", "100.0 %"] in cells(text)
    assert ["accuracy", "0.500"] in cells(text)
    assert confusion(GUESSES) in text
