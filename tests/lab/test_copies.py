"""The invented stories, and what is measured on them."""

from __future__ import annotations

from collections import defaultdict

from thresher.lab import stories
from thresher.lab.copies import PeerRow, cost_plot, measured, peer_table, peers, table
from thresher.lab.hashed import Clustered, clustered
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


def test_guides_to_towns_of_one_name_are_of_one_cluster(monkeypatch):
    monkeypatch.setattr(stories, "_SYLLABLES", ["ba", "ke"])  # 16 names of towns
    clusters = defaultdict(set)
    guides = [one for one in Press(3).stories(600) if one.kind == "guide"]
    for one in guides:
        clusters[one.text].add(one.cluster)
    assert len(guides) > 16
    assert {len(several) for several in clusters.values()} == {1}


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


def test_a_set_beyond_the_memory_is_told_apart_all_the_same():
    row, other = measured(60, 5, Dedup(most_tokens=1_000)), measured(60, 5)
    assert (row.precision, row.recall, row.relations_found) == (other.precision, other.recall, other.relations_found)


def test_a_peer_that_is_not_there_is_told_in_its_row(tmp_path):
    nothing = str(tmp_path / "nothing")
    found = {row.peer: row for row in peers(20, 5, nothing)}
    assert set(found) == {"datasketch", "rensa", "datatrove"}
    assert "does not answer" in found["datatrove"].why
    assert "does not answer" in peer_table(found.values())
    assert {line.count("|") for line in peer_table(found.values()).splitlines()} == {8}


def test_what_is_in_no_cluster_of_datatrove_is_one_by_itself(tmp_path):
    """Its interpreter is played by a script that joins the first two lines."""
    program = tmp_path / "python"
    told = '{"seconds": 2, "bytes": 40, "clusters": [[0, 0], [1, 0]]}'
    program.write_text(f'#!/bin/sh\n[ "$1" = -c ] || echo \'{told}\' > "$4/clusters.json"\n')
    program.chmod(0o755)
    assert clustered("datatrove", ["a", "a", "b", "c"], str(program)) == Clustered([4, 4, 2, 3], 2, 10)


def test_the_plot_has_the_peers_that_were_measured():
    rows, found = [measured(30, 5)], [PeerRow("rensa", 30, "", 1.0, 1.0, 0, 0.3, 448.0), PeerRow("datatrove", 30, "no")]
    assert cost_plot(rows, found) != cost_plot(rows)
    assert cost_plot(rows, found[1:]) == cost_plot(rows)


def test_the_plot_is_the_same_for_the_same_figures():
    rows = [measured(30, 5)]
    assert cost_plot(rows) == cost_plot(rows)
    assert cost_plot(rows).startswith(b"<?xml")
