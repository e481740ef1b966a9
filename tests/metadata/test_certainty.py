import itertools

import pytest
from metadata_pages import elected

from thresher.metadata.certainty import MOST, TABLE, Weights, certainty, chance
from thresher.nouns import CaptureKind, Vote

HTML, TEXT = CaptureKind.HTML, CaptureKind.TEXT
STEPS = [0.0, 0.2, 0.4, 0.6, 0.8, 0.95, 0.99]


@pytest.mark.parametrize(("field", "kind"), TABLE)
def test_more_evidence_makes_surer_and_a_stronger_rival_less_sure(field, kind):
    for less, more in itertools.pairwise(STEPS):
        assert certainty(field, kind, less) < certainty(field, kind, more) or certainty(field, kind, less) == MOST
    for weaker, stronger in itertools.pairwise(STEPS[:4]):
        assert certainty(field, kind, 0.6, weaker) > certainty(field, kind, 0.6, stronger)


@pytest.mark.parametrize(("field", "kind"), TABLE)
def test_a_chance_is_a_chance(field, kind):
    assert all(0 < certainty(field, kind, one, other) <= MOST for one in STEPS for other in STEPS if other <= one)


def test_a_field_without_gold_is_as_sure_as_it_counts():
    assert certainty("image", HTML, 0.83, 0.4) == 0.83


def test_the_chance_is_the_logistic_function_of_the_weights():
    assert chance(Weights(0.0, 0.0, 0.0, 0.0), 0.9, 0.1) == 0.5
    assert chance(Weights(0.0, 0.0, 0.0, 2.0), 0.75, 0.25) == pytest.approx(1 / (1 + 2.718281828**-1))
    assert chance(Weights(0.0, 1.0, 0.0, 0.0), 0.5, 0.0) == pytest.approx(2 / 3)


def test_the_evidence_of_the_winner_is_its_chance_and_losers_keep_what_they_count():
    votes = [Vote("published", "2024-03-05", "time", 1.0), Vote("published", "2024-03-09", "dated", 1.0)]
    found = elected(votes)
    assert found.evidence["published"].confidence == pytest.approx(certainty("published", HTML, 0.7, 0.55), abs=0.001)
    assert [(loser.value, loser.confidence) for loser in found.losers] == [("2024-03-09", 0.55)]
