from xml.etree import ElementTree as ET

import pytest

from thresher.lab.html import plots
from thresher.lab.html.pace import Pace

PROBABILITIES, LABELS = [0.02, 0.04, 0.51, 0.53, 1.0, 0.97], [0, 0, 1, 0, 1, 1]
PACES = [Pace("quick", (1.0, 3.0), 2, 0, 50 * 2**20), Pace("slow", (30.0,), 1, 0, 90 * 2**20)]

PICTURES = {
    "reliability": lambda form: plots.reliability(PROBABILITIES, LABELS, form),
    "cost curve": lambda form: plots.cost_curve([0, 0.1, 1], [0.9, 0.95, 0.93], 0.1, 0.93, form),
    "bare cost curve": lambda form: plots.cost_curve([0, 1], [0.9, 0.93], form=form),
    "pace": lambda form: plots.pace(PACES, ["quick"], form),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_same_figures_make_the_same_bytes(name):
    assert PICTURES[name]("svg") == PICTURES[name]("svg")


@pytest.mark.parametrize("name", PICTURES)
def test_a_plot_is_an_svg_that_names_no_day_and_no_program(name):
    picture = PICTURES[name]("svg")
    assert ET.fromstring(picture).tag == "{http://www.w3.org/2000/svg}svg"
    assert b"dc:date" not in picture
    assert b"matplotlib v" not in picture.lower()


def test_a_plot_can_be_looked_at_as_a_png():
    assert PICTURES["pace"]("png").startswith(b"\x89PNG")


def test_other_figures_make_another_plot():
    assert plots.reliability([0.1], [0]) != plots.reliability([0.1], [1])
    assert plots.pace(PACES, ["quick"]) != plots.pace(PACES, ["slow"])


def test_bins_hold_means_and_counts_and_the_last_one_holds_one():
    bins = plots.calibration(PROBABILITIES, LABELS, bins=2)
    assert [(count, at) for _, _, count, at in bins] == [(2, 0), (4, 1)]
    assert bins[0][:2] == (pytest.approx(0.03), 0.0)
    assert bins[1][:2] == (pytest.approx(0.7525), 0.75)


def test_the_calibration_error_weighs_bins_by_their_counts():
    assert plots.calibration_error([(0.1, 0.3, 1, 0), (0.9, 0.9, 3, 9)]) == pytest.approx(0.05)
    assert plots.calibration_error([]) == 0
