"""What the judge sees: title, position, neighbours, quotation marks, dates; and what it gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from thresher.nouns import Block, BlockKind, Reason, Removal, Vote
from thresher.strip.apply import apply, restore
from thresher.strip.judge import Judge, disjoint
from thresher.strip.matcher import Matcher, core
from thresher.strip.pattern import expanded
from thresher.strip.rules import Rule
from thresher.strip.shape import is_quoted, rough_words

PROSE = (
    """The old ferry crossed the Sallow every morning with eleven geese and two nuns, and nobody in the valley
could say who had paid the fare for any of them.""".replace("\n", " "),
    """In the winter of 1962 the river froze, and for nine weeks the ferrywoman walked across it with a lantern,
because the timetable said that there would be a crossing.""".replace("\n", " "),
    """Her daughter keeps the lantern in the kitchen. She lights it on the anniversary of the thaw, which is in
March, and the neighbours come with cake and ask for the story.""".replace("\n", " "),
)
LINE = Rule(id="ferry-line", topic="ferry", unit="line", pattern="ferry now", near=("ferry",))


def removed(rules, page):
    return [removal.text for removal in Judge(tuple(rules)).judge(page).removals]


def test_a_line_rule_takes_whole_lines_only(page):
    assert removed([LINE], page("Ferry now", "The ferry now sails", "» Ferry now «")) == ["Ferry now", "» Ferry now «"]


def test_a_block_rule_takes_the_block_and_a_span_rule_the_span(page):
    block, span = replace(LINE, unit="block"), replace(LINE, unit="span", pattern=" ferry now$")
    assert removed([block], page("Take the ferry now or wait")) == ["Take the ferry now or wait"]
    assert removed([span], page("Take the ferry now")) == [" ferry now"]


def test_lines_of_a_table_go_one_by_one(page):
    table = Block(BlockKind.TABLE, "Boat\t4\nFerry now\nHeron\t9")
    sample = page(table)
    verdict = Judge((LINE,)).judge(sample)
    assert apply(sample, verdict.removals).blocks[0].text == "Boat\t4\nHeron\t9"


def test_titles_and_code_are_never_touched(page):
    assert removed([LINE], page(Block(BlockKind.CODE, "ferry now"), title="Ferry now")) == []


def test_prose_inside_the_text_goes_only_to_a_rule_that_claims_it(page):
    rule = replace(LINE, unit="block", pattern="for nine weeks", near=("nine weeks",))
    sample = page(*PROSE)
    assert removed([rule], sample) == []
    assert removed([replace(rule, where="anywhere")], sample) == [PROSE[1]]
    assert removed([rule], page(PROSE[0], PROSE[2], PROSE[1])) == [PROSE[1]]


@pytest.mark.parametrize(("where", "gone"), [("head", [0]), ("tail", [4]), ("edge", [0, 4]), ("anywhere", [0, 2, 4])])
def test_a_rule_fires_where_it_may_stand(page, where, gone):
    sample = page("Ferry now", PROSE[0], "Ferry now", PROSE[1], "Ferry now")
    verdict = Judge((replace(LINE, where=where),)).judge(sample)
    assert [removal.block for removal in verdict.removals] == gone


def test_an_article_about_the_topic_loses_text_only_to_rules_that_are_certain(page):
    rule = replace(LINE, about=("harbour",))
    assert removed([rule], page(*PROSE, "Ferry now", title="A harbour at last")) == []
    assert removed([replace(rule, certain=True)], page(*PROSE, "Ferry now", title="A harbour at last")) == ["Ferry now"]
    assert removed([rule], page(*PROSE, "Ferry now", title="A boat at last")) == ["Ferry now"]
    voted = page(*PROSE, "Ferry now", votes=[Vote("title", "A harbour at last", "meta", 0.9)])
    assert removed([rule], voted) == []


def test_what_stands_in_quotation_marks_is_somebody_s_speech(page):
    rule = replace(LINE, unit="block", pattern="please donate", near=("donate",))
    said = [
        "“Please donate,” she said.",
        "„Bitte, please donate“, rief er.",
        "« Please donate », dit-il.",
        "'Please donate,' he said.",
    ]
    assert removed([rule], page(*said)) == []
    assert removed([rule], page("It doesn't cost much: please donate.")) == ["It doesn't cost much: please donate."]


def test_a_neighbour_goes_when_what_it_waits_for_has_gone(page):
    name = replace(LINE, id="ferry-name", pattern="facebook|twitter", near=("facebook", "twitter"), after=("ferry",))
    assert removed([LINE, name], page("Facebook", "Ferry now", "Facebook", "Twitter", "Geese", "Twitter")) == [
        "Ferry now",
        "Facebook",
        "Twitter",
    ]


def test_a_rule_with_both_neighbours_stands_between_them(page):
    between = Rule(id="between", topic="gap", unit="line", pattern=".+", after=("ferry",), before=("ferry",))
    sample = page("Geese", "Ferry now", "Geese", "Ferry now", "Geese", *PROSE)
    assert removed([LINE, between], sample) == ["Ferry now", "Geese", "Ferry now"]


def test_a_rule_holds_only_between_its_dates(page):
    rule = replace(LINE, since=date(2020, 1, 1), until=date(2020, 12, 31))
    for year, gone in ((2019, 0), (2020, 1), (2021, 0)):
        assert len(removed([rule], page("Ferry now", captured_at=datetime(year, 6, 1, tzinfo=UTC)))) == gone
    assert removed([rule], page("Ferry now")) == ["Ferry now"]


def test_boilerplate_votes_before_it_goes(judge, page):
    sample = page(
        "By Harriet Quill and Otto Brandt",
        "Published: 14 March 2024",
        *PROSE,
        "The post The ferry sails again appeared first on Sallow Echo.",
    )
    verdict = judge.judge(sample)
    votes = {(vote.field, vote.value) for vote in verdict.votes}
    assert {("authors", "Harriet Quill and Otto Brandt"), ("published", "14 March 2024")} <= votes
    assert {("title", "The ferry sails again"), ("site_name", "Sallow Echo")} <= votes
    assert all(vote.source.startswith("rule:") for vote in verdict.votes)
    assert len(verdict.removals) == 3


def test_an_agency_dateline_is_mined_and_stays(judge, page):
    verdict = judge.judge(page("NORDHAFEN (Reuters) - " + PROSE[0], *PROSE[1:]))
    assert [removal.text for removal in verdict.removals] == []
    assert [(vote.field, vote.value) for vote in verdict.votes] == [("site_name", "Reuters")]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("404 - Page not found", "Home", "The page you are looking for does not exist."), Reason.SOFT_404),
        (("Seite nicht gefunden", "Zur Startseite"), Reason.SOFT_404),
        (("Before you continue to Sallow Echo", "We use cookies.", "Accept all"), Reason.CONSENT_WALL),
        (("You need to enable JavaScript to run this app.",), Reason.EMPTY_SHELL),
        (("sallow.example", "This domain is for sale.", "Make an offer"), Reason.PARKED_DOMAIN),
    ],
)
def test_a_page_that_is_no_article_is_rejected_by_its_reason(judge, page, lines, reason):
    verdict = judge.judge(page(*lines))
    assert verdict.rejection is reason
    assert verdict.removals == ()
    assert verdict.detail


def test_an_article_with_an_error_s_words_is_not_rejected(judge, page):
    assert judge.judge(page("Page not found", *PROSE, *PROSE, title="Page not found")).rejection is None


def test_known_chaff_is_found_after_hostile_text(judge, page):
    near = [literal for rule in judge.rules for literal in rule.near]
    hostile = [" ".join(near)[at : at + 3_900] for at in range(0, 12_000, 3_900)]
    hostile += ["a" * 100_000, "share " * 10_000, "By A B " * 500, "(" * 3_000, "\ud800" * 50]
    before = judge.judge(page(*PROSE, "Share this article")).removals[0].text
    judge.judge(page(*hostile))
    assert judge.judge(page(*PROSE, "Share this article")).removals[0].text == before == "Share this article"


def test_a_long_block_is_looked_at_only_at_its_edges(page):
    rule = replace(LINE, unit="span", pattern="ferry now")
    filler = "goose " * 400
    assert removed([rule], page(f"{filler}ferry now {filler}")) == []
    sample = page(f"{filler}{filler}ferry now")
    verdict = Judge((rule,)).judge(sample)
    assert [removal.text for removal in verdict.removals] == [" ferry now"]
    assert restore(apply(sample, verdict.removals), verdict.removals) == sample


def test_of_two_judges_the_first_gets_the_piece_both_want():
    def removal(start, end, judge):
        return Removal(0, start, end, "r", judge, 1.0, "abcdefghij"[start:end])

    both = disjoint([removal(2, 4, "one")], [removal(0, 6, "two")])
    assert [(one.start, one.end, one.judge, one.text) for one in both] == [
        (0, 2, "two", "ab"),
        (2, 4, "one", "cd"),
        (4, 6, "two", "ef"),
    ]


def test_the_core_of_a_line_has_no_ornaments_and_keeps_its_sentence_marks():
    assert [core(line) for line in ("» Share «", "[Advertisement]", "— Back to top ↑", '"Share"', "Share!", "***")] == [
        *("Share", "Advertisement", "Back to top", '"Share"', "Share!", ""),
    ]


def test_patterns_take_typography_for_what_it_stands_for():
    rule = replace(LINE, pattern=expanded('it\'s a "tie-in"\n  now'), near=("it's",))
    assert Matcher((rule,)).met("It\u2019s\u00a0a \u201ctie\u2011in\u201dnow") == [0]
    assert expanded("(?i-s:a-b)").startswith("(?i-s:a[")
    assert expanded("[a-z]") == "[a-z]"


def test_speech_is_told_from_apostrophes():
    assert is_quoted("He said “go on and on” twice", 10)
    assert not is_quoted("He said “go” and on", 13)
    assert not is_quoted("The readers' share isn't theirs", 20)
    assert is_quoted("»Spenden Sie jetzt«, sagte er", 3)


def test_words_are_counted_alike_in_scripts_without_spaces():
    assert rough_words("four words are here") == 4
    assert rough_words("渡船在沉寂十一年之后重新启航") == 7
    assert rough_words("") == 0


def test_what_is_behind_a_long_comment_that_went_is_behind_the_text(judge, page):
    comment = (
        "I rowed that boat for years, and I can tell you that nobody on this river ever paid me a penny, not once."
    )
    lines = ("Previous A word about dredging", "2 Comments", "Dot says:", comment, "Reply")
    sample = page(*PROSE, *lines)
    texts = [block.text for block in apply(sample, judge.judge(sample).removals).blocks]
    assert [text for text in texts if text] == list(PROSE)


def test_a_rule_with_most_leaves_the_content_of_a_list(page):
    rule = replace(LINE, most=2)
    assert removed([rule], page(PROSE[0], "Ferry now", "Ferry now")) == ["Ferry now", "Ferry now"]
    assert removed([rule], page(PROSE[0], "Ferry now", "Ferry now", "Ferry now")) == []
    assert removed([rule], page("Ferry now", PROSE[0], "Ferry now", "Ferry now")) == ["Ferry now"]


def test_a_verdict_tells_for_each_block_which_topics_it_meets_and_which_fired(page):
    kept = replace(LINE, id="kept", topic="geese", unit="span", pattern="geese", near=("geese",), where="head")
    name = Rule(id="name", topic="boat", unit="line", pattern="heron", after=("ferry",))
    for rules in ((LINE, kept, name), (name, kept, LINE)):
        judge = Judge(rules)
        boat, ferry, geese = (1 << judge.topics.index(topic) for topic in ("boat", "ferry", "geese"))
        assert judge.topics == ("boat", "ferry", "geese")
        verdict = judge.judge(page("Geese ahoy", PROSE[1], "Heron", "Ferry now", "Heron", "Geese again"))
        assert verdict.topics == ((geese, geese), (0, 0), (0, 0), (ferry, ferry), (boat, boat), (geese, 0))


def test_a_rejected_page_has_no_topics(page):
    rule = replace(LINE, unit="page", rejects=Reason.SOFT_404)
    assert Judge((rule,)).judge(page("Ferry now")).topics == ()


def test_removals_of_one_judge_stay_as_they_are_only_when_nothing_overlaps():
    low, high = Removal(0, 0, 4, "one", "x", 1.0, "abcd"), Removal(0, 2, 6, "two", "x", 1.0, "cdef")
    rest = Removal(0, 4, 6, "two", "x", 1.0, "ef")
    assert disjoint((), (low, high)) == (low, rest)
    assert disjoint((), (high, replace(low, block=1), replace(low, end=2, text="ab"))) == (
        replace(low, end=2, text="ab"),
        high,
        replace(low, block=1),
    )
    assert disjoint((low, rest), ()) == (low, rest) == disjoint((), (low, rest))


def test_a_rule_with_most_and_no_literal_joins_its_neighbour(page):
    name = Rule(id="name", topic="boat", unit="line", pattern="heron", after=("ferry",), most=2)
    assert removed([LINE, name], page(*PROSE, "Ferry now", "Heron")) == ["Ferry now", "Heron"]
