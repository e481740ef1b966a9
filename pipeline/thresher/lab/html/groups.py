"""The columns of the network of blocks by what they tell of: groups that pages may go without."""

from __future__ import annotations

from dataclasses import dataclass

from thresher.extract.tree.columns import names


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that tell of one thing, and the chance that a page is learnt from without them."""

    name: str
    chance: float
    places: tuple[int, ...]


def groups() -> tuple[Group, ...]:
    """The columns that pages of other times and languages tell otherwise, or not at all."""
    columns = names()

    def of(*beginnings: str) -> tuple[int, ...]:
        return tuple(at for at, name in enumerate(columns) if name.startswith(beginnings))

    around = [at for at, name in enumerate(columns) if name.endswith((" near", " around"))]
    cues = tuple(at for at in around if not columns[at].startswith("<"))
    tags = tuple(at for at in around if columns[at].startswith("<"))
    shares = ("share of", "prose before", "words b")
    return (
        Group("facts of the page", 0.3, of("page ")),
        Group("declared type and address", 0.4, of("declared", "path")),
        Group("declared text", 0.3, of("has body", "in body", "page in body", "page declared body", "page longer")),
        Group("class, id and role", 0.15, cues),
        Group("elements around", 0.15, tags),
        Group("headline", 0.15, of("has h", "is h", "below h", "from h", "of title", "words since")),
        Group(
            "shares of the page",
            0.15,
            tuple(at for at, name in enumerate(columns) if shares[0] in name or name.startswith(shares[1:])),
        ),
        Group("announcements", 0.25, of("says ", "since ", "soon ", "under ", "never ")),
    )
