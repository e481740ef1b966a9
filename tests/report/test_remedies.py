"""Every reason and every exit code comes with what to do about it, and what it names is there."""

from __future__ import annotations

import re

import pytest

from thresher.cli import Exit, commands
from thresher.kit import Kit
from thresher.nouns import Reason
from thresher.report.remedies import EXIT_REMEDIES, REMEDIES
from thresher.settings import Settings

EVERY = {**REMEDIES, **EXIT_REMEDIES}


def test_every_reason_and_every_exit_code_has_a_remedy():
    assert list(REMEDIES) == list(Reason)
    assert list(EXIT_REMEDIES) == list(Exit)


@pytest.mark.parametrize("told", EVERY.values(), ids=map(str, EVERY))
def test_what_a_remedy_names_is_there(told):
    assert told[0].isupper() or told.startswith("`")
    assert told.endswith(".")
    for section, name in re.findall(r"`(\w+)\.(\w+)", told):
        assert name in type(getattr(Settings(), section)).model_fields
    for command in re.findall(r"thresher (\w+)", told):
        assert command in commands.commands
    for command, option in re.findall(r"thresher (\w+)[^`]* (--[\w-]+)", told):
        assert any(option in parameter.opts for parameter in commands.commands[command].params)
    rules = {rule.id for rule in Kit.load().rules}
    assert set(re.findall(r'rules_off = \["([\w-]+)"', told)) <= rules
