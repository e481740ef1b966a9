import re
import tomllib

import pytest

from thresher.lab import chaff
from thresher.lab.chaff import LIST, chaff_lines, folded

GOLD = """The weir at Kelderby was shut for the second time this year.

Anglers had asked the council to share the cost of a new gate, but the council said no and pointed to its debts.

"We will not sign up for another loan," the mayor told the meeting. "Read more about it in the budget."
"""
LAST = '"We will not sign up for another loan," the mayor told the meeting. "Read more about it in the budget."'


def families(text, gold=GOLD):
    return [each.family for each in chaff_lines(text, gold)]


@pytest.mark.parametrize(
    ("line", "family"),
    [
        ("Sign up for our newsletter", "subscription"),
        ("Jetzt abonnieren", "subscription"),
        ("Подпишитесь на наш канал", "subscription"),
        ("Support our work: donate today", "donation"),
        ("Share on Facebook", "sharing"),
        ("Facebook | Twitter | E-mail | Print", "sharing"),
        ("Εκτύπωση", "sharing"),
        ("Suivez-nous sur Instagram", "following"),
        ("Related: The gate that nobody wanted", "related"),
        ("Lesen Sie auch: Das Wehr", "related"),
        ("Czytaj też: Jaz w Kelderby", "related"),
        ("相关新闻", "related"),
        ("Διαβάστε επίσης: Φράγμα", "related"),
        ("Te puede interesar", "related"),
        ("Leggi anche: la diga", "related"),
        ("Leave a comment", "comments"),
        ("12 Kommentare", "comments"),
        ("By submitting this form you accept our rules.", "policy"),
        ("© 2024 Kelderby Mercury", "notice"),
        ("This article first appeared in the Kelderby Mercury.", "tail"),
        ("- Advertisement -", "advertisement"),
        ("Already a subscriber? Log in", "account"),
        ("Spotted an error? Tell the desk.", "feedback"),
        ("Tags: weir, council", "tool"),
        ("•  Back to top", "tool"),
    ],
)
def test_chaff_is_known_by_its_wording(line, family):
    assert families(f"{GOLD}\n{line}") == [family]


@pytest.mark.parametrize(
    "line",
    [
        "The weir at Kelderby was shut for the second time this year.",
        "the WEIR at Kelderby, was shut for the second time this year",
        "The sharing of the cost was never agreed.",
        "Advertisements for the fair hung on every second lamp post of the town.",
        "An otter was seen near the lower gate on the following day.",
    ],
)
def test_a_line_of_the_story_is_no_chaff(line):
    assert families(f"{GOLD}\n{line}") == []


def test_what_the_gold_has_is_no_chaff():
    gold = f"{GOLD}\nSign up for our newsletter"
    assert families(gold, gold) == []


def test_a_short_line_is_in_the_gold_only_as_a_line_of_its_own():
    gold = "He used the print button to share the map.\nNobody came."
    assert families(f"{gold}\nShare", gold) == ["sharing"]
    assert families(f"{gold}\nShare", f"{gold}\nshare!") == []


def test_a_sentence_behind_a_paragraph_is_found():
    found = chaff_lines(f"{LAST} Sign up for our newsletter.", GOLD)
    assert [each.text for each in found] == ["Sign up for our newsletter."]


def test_a_line_counts_once():
    assert families(f"{GOLD}\nSign up for our newsletter. Share this with a friend. Leave a comment.") == [
        "subscription"
    ]


def test_titles_behind_the_article_are_a_list():
    titles = ["Otters return to the lower Kelder", "Why the old mill burned twice", "Fair opens with a record pie"]
    found = chaff_lines(f"{GOLD}\n" + "\n".join(titles), GOLD)
    assert [(each.family, each.text) for each in found] == [(LIST, title) for title in titles]


def test_two_titles_are_no_list():
    assert families(f"{GOLD}\nOtters return to the lower Kelder\nWhy the old mill burned twice") == []


def test_titles_inside_the_article_are_no_list():
    titles = "Otters return to the lower Kelder\nWhy the old mill burned twice\nFair opens with a record pie"
    assert families(f"{titles}\n{GOLD}") == []


def test_behind_a_gold_that_is_cut_short_there_is_no_list():
    titles = "How the gate was built\nWhat the anglers paid for it\nWhere the river goes next"
    prose = "The gate was built by men who had never seen a river, " * 6
    assert families(f"{GOLD}\n{titles}\n{prose}\n{prose}\n{prose}") == []


@pytest.mark.parametrize(
    "row", ["Gate | 3 | 1912 | oak and iron", "https://kelderby.example/a-gate-of-oak", "12 14 1 of 9"]
)
def test_rows_addresses_and_figures_are_no_titles(row):
    assert families(f"{GOLD}\n{row}\n{row} x\n{row} y") == []


def test_without_gold_or_text_nothing_is_said():
    assert families("Sign up for our newsletter", " ") == []
    assert families("") == []


def test_folding_takes_case_and_accents():
    assert folded("Étoile Σχόλια Łąka") == "etoile σχολια łaka"


def test_no_wording_uses_an_upper_case_escape():
    text = (chaff._KEY).read_text(encoding="utf-8")
    assert tomllib.loads(text)["family"]
    assert not re.search(r"\\[A-Z]", text)  # folding would turn it into its opposite
