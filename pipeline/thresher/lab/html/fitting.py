"""How the network of blocks is fitted."""

from __future__ import annotations

from thresher.extract.tree.columns import names
from thresher.lab.html.groups import groups
from thresher.lab.text.fitting import Plan
from thresher.lab.text.training import Recipe


def plan() -> Plan:
    """No words, page types of every set, and groups of columns that pages go without.

    Of what is chosen here only the groups were tried out, with and without, on one fold of five.
    """
    recipe = Recipe(
        epochs=12,
        words=0,
        pairs=0,
        dilations=(1, 2, 4, 8),
        type_loss=0.3,
        all_types=True,
        forgets=tuple((group.chance, group.places) for group in groups()),
    )
    return Plan(recipe, names())
