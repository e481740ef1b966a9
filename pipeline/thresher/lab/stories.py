"""Invented articles with their copies, for measuring duplicates at any size: each row says what it was made as.

Words, names and places are made up by a seeded generator, so that no story shares a passage with another by chance
more often than real ones do: words follow a Zipf law, and a fifth of all sentences are turns of phrase that recur.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_SYLLABLES = [
    "ba",
    "ke",
    "mi",
    "lo",
    "tu",
    "ran",
    "del",
    "vis",
    "por",
    "gan",
    "hel",
    "som",
    "tir",
    "nek",
    "wal",
    "dro",
    "fen",
    "pis",
    "qua",
    "rul",
    "shi",
    "tem",
    "yor",
    "zan",
    "cla",
    "bre",
]
_VOCABULARY = 30_000
_TRACKING = ("utm_source=feed", "fbclid=a1b2", "gclid=c3d4")
_OPENINGS = (
    "This story comes to readers of {site} through a partnership with {agency}.",
    "{site} is sharing this report of {agency} under an agreement between newsrooms.",
)
_TAILS = (
    "Read more at {origin}, where this first appeared.",
    "Copyright {year} {agency}. All rights are reserved, and this may not be sold or sent on without leave.",
)


@dataclass(frozen=True, slots=True)
class Story:
    """A row as `thresher dedup` reads it, with the cluster that it belongs to and what it was made as."""

    url: str
    title: str
    text: str
    published: str
    cluster: int
    kind: str
    related: tuple[tuple[int, str], ...] = field(default=())  # clusters that it is derived from, and how

    def row(self) -> dict[str, Any]:
        """The row."""
        return {"url": self.url, "title": self.title, "text": self.text, "published": self.published}


class Press:
    """Makes stories; the same seed makes the same."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        draw = self._random
        self._words = ["".join(draw.choices(_SYLLABLES, k=draw.choice((1, 2, 2, 3, 3, 4)))) for _ in range(_VOCABULARY)]
        self._weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(_VOCABULARY)))
        self._turns = [self._sentence() for _ in range(400)]
        self._names = ["".join(draw.choices(_SYLLABLES, k=3)).title() for _ in range(3_000)]
        self._sites = [f"{self._word()}-{self._word()}{number}.example" for number in range(600)]
        self._chaff = {site: " ".join(self._sentence() for _ in range(7)) for site in self._sites[:100]}
        self._guide = [f"{self._paragraph()} Most who come to Here like Here for what Here has." for _ in range(4)]
        self._towns: dict[str, int] = {}
        self._number = 0

    def stories(self, count: int) -> Iterator[Story]:
        """At least `count` rows: families of a story with its copies, and pages that only look like copies."""
        made, earlier = 0, list[tuple[int, list[str], Story]]()
        while made < count:
            family = list(self._family(earlier) if self._random.random() < 0.6 else self._lookalikes())  # noqa: PLR2004
            made += len(family)
            yield from family

    def _family(self, earlier: list[tuple[int, list[str], Story]]) -> Iterator[Story]:
        draw, cluster = self._random, self._next()
        site, when = draw.choice(self._sites), self._day()
        body = [self._paragraph() for _ in range(draw.randint(3, 14))]
        title = self._title()
        url = f"https://www.{site}/{draw.randint(2000, 2026)}/{'-'.join(title.lower().split())}-{cluster}"
        original = Story(url, title, "\n\n".join(body), f"{when}T08:00:00Z", cluster, "original")
        yield original
        if draw.random() < 0.4:  # noqa: PLR2004
            yield self._again(original, f"{url}?{draw.choice(_TRACKING)}", "exact", original.text)
        for _ in range(draw.choice((0, 0, 1, 1, 2, 4))):
            yield self._again(original, self._elsewhere(title), "reprint", self._reprinted(body, site))
        if draw.random() < 0.2:  # noqa: PLR2004
            text = original.text.replace("'", "\u2019").replace(" ", "\u00a0", 3).replace("\n\n", "\n")
            yield self._again(original, self._elsewhere(title), "reformatted", text)
        if draw.random() < 0.3:  # noqa: PLR2004
            yield self._again(original, f"{url}-update", "updated", "\n\n".join(self._updated(body)))
        yield from self._derived(original, body, earlier)
        earlier.append((cluster, body, original))
        del earlier[:-50]

    def _derived(
        self, original: Story, body: list[str], earlier: list[tuple[int, list[str], Story]]
    ) -> Iterator[Story]:
        draw = self._random
        if draw.random() < 0.25 and len(body) > 5:  # noqa: PLR2004
            text = "\n\n".join([*body[: len(body) // 3], "Read the whole story on the site of its publisher."])
            yield self._other(original.title, text, "excerpt", ((original.cluster, "excerpt"),))
        if draw.random() < 0.1 and len(earlier) > 3:  # noqa: PLR2004
            held = draw.sample(earlier, 3)
            text = "\n\n".join(["What was read this week:", *(f"{one.title}\n\n{one.text}" for *_, one in held)])
            related = tuple((cluster, "embedded") for cluster, *_ in held)
            yield self._other(f"Round-up number {self._number}", text, "round-up", related)
        if draw.random() < 0.2 and earlier:  # noqa: PLR2004
            cluster, other, _ = draw.choice(earlier)
            own = [
                one for paragraph in other for one in paragraph.split(". ") if f"{one.strip('.')}." not in self._turns
            ]
            sentence = max(own, key=len).strip(".")
            quoting = [self._paragraph() for _ in range(5)]
            quoting[2] += f" As was reported: \u201c{sentence}.\u201d"
            yield self._other(self._title(), "\n\n".join(quoting), "quoting", ((cluster, "quotes"),))

    def _lookalikes(self) -> Iterator[Story]:
        """Pages of one template that are no copies: bulletins with other facts, briefs under the same notice."""
        draw = self._random
        for _ in range(draw.randint(2, 5)):
            site, chance = draw.choice(list(self._chaff)), draw.random()
            if chance < 0.2:  # noqa: PLR2004
                yield self._filled_in()
            elif chance < 0.6:  # noqa: PLR2004
                place, day = draw.choice(self._names), self._day()
                low, high, wind, rain = (draw.randint(-9, 40) for _ in range(4))
                text = (
                    f"The forecast for {place} and the country around it on {day}, as observers there gave it. Expect"
                    f" between {low} and {high} degrees, wind of {abs(wind)} kilometres an hour and rain of {abs(rain)}"
                    f" millimetres in the valleys. The sun rises at {draw.randint(4, 8)}:{draw.randint(10, 59)} and"
                    f" sets at {draw.randint(16, 21)}:{draw.randint(10, 59)}. Forecasts are made from what the nearest"
                    " station measures and from two models, and a forecaster looks at them before they go out."
                )
                yield self._other(f"Forecast for {place}", text, "bulletin", site=self._sites[0])
            else:
                text = "\n\n".join([self._paragraph(), self._chaff[site]])
                yield self._other(self._title(), text, "brief", site=site)

    def _filled_in(self) -> Story:
        """A guide that a site has written once for every town; two of one name have the same."""
        town = "".join(self._random.choices(_SYLLABLES, k=4)).title()
        text = "\n\n".join(one.replace("Here", town) for one in self._guide)
        guide = self._other(f"Where to go in {town}", text, "guide")
        return replace(guide, cluster=self._towns.setdefault(town, guide.cluster))

    def _reprinted(self, body: list[str], origin: str) -> str:
        draw = self._random
        facts = {
            "site": draw.choice(self._names),
            "agency": draw.choice(self._names[:20]),
            "origin": origin,
            "year": 2024,
        }
        opening = draw.choice(_OPENINGS).format(**facts)
        first = f"{draw.choice(self._names).upper()} ({facts['agency']}) \u2014 {body[0]}"
        return "\n\n".join([opening, first, *body[1:], draw.choice(_TAILS).format(**facts)])

    def _updated(self, body: list[str]) -> list[str]:
        draw = self._random
        changed = list(body)
        changed.insert(draw.randrange(1, len(changed)), self._sentence())
        changed.append("This story was brought up to date.")
        return changed

    def _again(self, story: Story, url: str, kind: str, text: str) -> Story:
        later = story.published.replace("T08", f"T{self._random.randint(10, 23)}")
        return Story(url, story.title, text, later if kind != "exact" else story.published, story.cluster, kind)

    def _other(
        self, title: str, text: str, kind: str, related: tuple[tuple[int, str], ...] = (), *, site: str = ""
    ) -> Story:
        return Story(self._elsewhere(title, site), title, text, f"{self._day()}T12:00:00Z", self._next(), kind, related)

    def _elsewhere(self, title: str, site: str = "") -> str:
        site = site or self._random.choice(self._sites)
        return f"https://{site}/{'-'.join(title.lower().split())}-{self._random.randrange(10**8)}"

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _day(self) -> str:
        draw = self._random
        return f"{draw.randint(2015, 2025)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"

    def _word(self) -> str:
        return self._random.choices(self._words, cum_weights=getattr(self, "_weights", None))[0]

    def _title(self) -> str:
        return " ".join(self._random.choices(self._words, k=self._random.randint(5, 9))).capitalize()

    def _sentence(self) -> str:
        draw = self._random
        words = draw.choices(self._words, cum_weights=self._weights, k=draw.randint(8, 24))
        if hasattr(self, "_names") and draw.random() < 0.6:  # noqa: PLR2004
            words[draw.randrange(1, len(words))] = draw.choice(self._names)
        if draw.random() < 0.4:  # noqa: PLR2004
            words[draw.randrange(1, len(words))] = str(draw.randint(2, 99_999))
        words[0] = words[0].capitalize()
        return " ".join(words) + "."

    def _paragraph(self) -> str:
        draw = self._random
        return " ".join(
            draw.choice(self._turns) if draw.random() < 0.2 else self._sentence()  # noqa: PLR2004
            for _ in range(draw.randint(2, 5))
        )
