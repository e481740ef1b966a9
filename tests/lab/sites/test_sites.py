"""What site templates are worth on the invented sites, and the sites themselves."""

from __future__ import annotations

from itertools import islice

import pytest
from click.testing import CliRunner

from thresher.kit import Kit
from thresher.lab.sites.commands import templates_command
from thresher.lab.sites.making import pages
from thresher.lab.sites.worth import Worth, worth
from thresher.nouns import CaptureKind


def test_the_sites_are_the_same_each_time_six_of_them_in_four_languages_as_html_and_text():
    made = list(pages(3))
    assert made == list(pages(3))
    hosts = {one.capture.url.split("/")[2] for one in made}
    assert len(hosts) == 6
    assert {one.capture.kind for one in made} == set(CaptureKind)
    assert all(set(one.story).isdisjoint(one.chaff) for one in made)


def test_templates_take_most_of_the_chaff_that_is_left_and_next_to_nothing_of_the_articles():
    total = Worth()
    for one in worth(islice(pages(), 40), Kit.load()).values():
        total = total.plus(one)
    assert total.pages == 40
    assert total.chaff > 1000
    assert total.removed > 0.9
    assert total.lost <= 0.001


@pytest.mark.parametrize("count", [2])
def test_the_command_prints_a_row_for_each_site_and_all(count):
    done = CliRunner().invoke(templates_command, ["--pages", str(count)])
    assert done.exit_code == 0, done.output
    assert done.output.count("example") == 6
    assert "| all " in done.output
