"""The invented stories, and what is measured on them."""

from __future__ import annotations

from thresher.lab.copies import cost_plot, measured, table
from thresher.lab.stories import Press
from thresher.settings import Dedup


def test_one_seed_makes_the_same_stories_and_another_makes_others():
    assert list(Press(3).stories(40)) == list(Press(3).stories(40))
    assert list(Press(3).stories(40)) != list(Press(4).stories(40))


def test_stories_of_one_cluster_are_made_from_one_original():
    stories = list(Press(3).stories(300))
    originals = {one.cluster for one in stories if one.kind == "original"}
    assert {one.cluster for one in stories if one.kind in {"reprint", "updated", "exact"}} <= originals
    assert {cluster for one in stories for cluster, _ in one.related} <= originals


def test_the_product_tells_invented_copies_apart():
    row = measured(400, 5)
    assert row.precision >= 0.98
    assert row.recall >= 0.98
    assert row.relations_found >= 0.9 * row.relations > 0


def test_what_joins_too_much_is_seen():
    loose = measured(400, 5, Dedup(covered=0.51, agreed=0.01, agreed_too=0, few_facts=0, replaced=1, short=0))
    assert loose.merged_falsely > measured(400, 5).merged_falsely


def test_the_table_has_a_line_for_each_count():
    assert table([measured(30, 5)]).count("\n") == 2


def test_a_state_changes_no_figure_but_the_cost():
    row, other = measured(60, 5, tables=True), measured(60, 5)
    assert (row.precision, row.recall, row.relations_found) == (other.precision, other.recall, other.relations_found)
    assert row.state > 500
    assert other.state is None


def test_the_plot_is_the_same_for_the_same_figures():
    rows = [measured(30, 5)]
    assert cost_plot(rows) == cost_plot(rows)
    assert cost_plot(rows).startswith(b"<?xml")
