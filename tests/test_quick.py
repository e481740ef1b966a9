"""Records that are quick to make are frozen dataclasses like any other."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, asdict, fields, replace

import pytest

from thresher.nouns import Block, BlockKind, Link, Removal, Vote

MADE = (
    Block(BlockKind.ITEM, "The ferry sails.", 2, links=(Link(4, 9, "https://example.org/"),)),
    Removal(1, 0, 3, "menu", "rule:menu", 0.9, "abc"),
    Vote("title", "The ferry", "h1", 0.5),
    Link(0, 1, "https://example.org/"),
)


@pytest.mark.parametrize("made", MADE, ids=lambda made: type(made).__name__)
def test_a_quick_record_is_frozen_equal_to_its_like_and_survives_copying(made):
    kind = type(made)
    assert kind.__name__ in {"Block", "Removal", "Vote", "Link"}
    with pytest.raises(FrozenInstanceError):
        setattr(made, fields(made)[0].name, "other")
    assert not hasattr(made, "__dict__")
    for like in (pickle.loads(pickle.dumps(made)), copy.deepcopy(made), replace(made)):
        assert type(like) is kind
        assert (like, hash(like), repr(like)) == (made, hash(made), repr(made))
    assert list(asdict(made)) == [one.name for one in fields(made)]


def test_defaults_names_and_errors_are_those_of_the_fields():
    assert Block(text="x", kind=BlockKind.ITEM) == Block(BlockKind.ITEM, "x", 0, 0, None, 0, "", (), ())
    assert list(inspect.signature(Block).parameters) == [one.name for one in fields(Block)]
    with pytest.raises(TypeError, match=r"Block\.__init__\(\) missing 1 required positional argument: 'text'"):
        Block(BlockKind.ITEM)
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        Block(BlockKind.ITEM, "x", colour=1)
