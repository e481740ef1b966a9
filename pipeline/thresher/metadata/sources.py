"""Who votes on metadata, with what weight, and why: the whole policy in one table.

A vote counts `weight(source, field) * vote.confidence`. The weight is how often the source is
right about the field when it speaks, as far as it was measured, else as judged; the voter's
own confidence lowers it where the vote's place on the page is doubtful.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_WEIGHT = 0.3
"""The weight of a source on a field that its row does not name."""


@dataclass(frozen=True, slots=True)
class Source:
    """A voter: its name, why it is believed as much as it is, and its weight for each field."""

    name: str
    reason: str
    weights: Mapping[str, float]


SOURCES: tuple[Source, ...] = (
    Source(
        "json-ld",
        "written by the publishing system for search engines, which punish wrong values; typed and nested, "
        "so that the page's own article can be told from the others that it mentions",
        {
            "title": 0.8,
            "deck": 0.6,
            "authors": 0.9,
            "published": 0.95,
            "modified": 0.95,
            "site_name": 0.7,
            "canonical_url": 0.5,
            "section": 0.8,
            "tags": 0.7,
            "description": 0.7,
            "image": 0.8,
            "language": 0.6,
            "image_alt": 0.7,
            "access": 0.9,
            "license": 0.9,
            "publisher": 0.6,
        },
    ),
    Source(
        "json-ld:organization",
        "an organisation named as author is often the publisher again; it stands in where no person is named",
        {"authors": 0.55},
    ),
    Source(
        "json-ld:breadcrumb",
        "the way from the start page to this one: its last step is a section, or a narrower part of one; on 144 pages "
        "that declare a section too, it was the same on 80",
        {"section": 0.55},
    ),
    Source(
        "opengraph",
        "for shared links: the title is often shortened or sharpened; image and site name are the best there are",
        {
            "title": 0.75,
            "authors": 0.6,
            "published": 0.9,
            "modified": 0.85,
            "site_name": 0.9,
            "canonical_url": 0.6,
            "section": 0.8,
            "tags": 0.7,
            "description": 0.8,
            "image": 0.9,
            "language": 0.4,
            "image_alt": 0.8,
            "access": 0.9,
        },
    ),
    Source(
        "twitter",
        "a copy of OpenGraph, or a text rewritten for the short form; its labelled data are loosely filled in",
        {
            "title": 0.45,
            "authors": 0.5,
            "published": 0.5,
            "description": 0.6,
            "image": 0.7,
            "site_name": 0.2,
            "image_alt": 0.7,
        },
    ),
    Source(
        "dublin-core",
        "kept by libraries, ministries and a few papers with care; `dc.date` may be any date",
        {
            "title": 0.6,
            "authors": 0.7,
            "published": 0.7,
            "modified": 0.7,
            "site_name": 0.3,
            "language": 0.5,
            "license": 0.8,
        },
    ),
    Source(
        "citation",
        "the tags that scholarly indexes demand; exact where present",
        {"title": 0.9, "authors": 0.95, "published": 0.8, "site_name": 0.5, "language": 0.6},
    ),
    Source(
        "parsely",
        "filled in by news systems for their own statistics, hence checked by them",
        {"title": 0.75, "authors": 0.85, "published": 0.9, "section": 0.75, "tags": 0.6, "canonical_url": 0.5},
    ),
    Source(
        "sailthru",
        "filled in by news systems for mailings; dates without a zone",
        {"title": 0.6, "authors": 0.75, "published": 0.75, "tags": 0.6, "description": 0.5, "image": 0.5},
    ),
    Source(
        "meta",
        "plain meta elements: some systems write the site's owner or its web designer into every page",
        {
            "title": 0.5,
            "authors": 0.4,
            "published": 0.7,
            "modified": 0.6,
            "section": 0.6,
            "tags": 0.5,
            "description": 0.7,
            "site_name": 0.4,
            "language": 0.5,
            "image": 0.4,
            "access": 0.8,
            "license": 0.7,
            "publisher": 0.7,
        },
    ),
    Source(
        "microdata",
        "schema.org in attributes (or hentry classes): as JSON-LD, but teasers and comments on the page carry it too",
        {
            "title": 0.7,
            "deck": 0.6,
            "authors": 0.75,
            "published": 0.85,
            "modified": 0.8,
            "site_name": 0.5,
            "section": 0.6,
            "tags": 0.5,
            "description": 0.4,
            "image": 0.4,
            "language": 0.5,
            "access": 0.8,
            "license": 0.8,
        },
    ),
    Source(
        "rdfa",
        "schema.org or Dublin Core in `property` attributes: as microdata, and rarer",
        {"title": 0.7, "authors": 0.75, "published": 0.85, "modified": 0.8, "section": 0.6, "deck": 0.6},
    ),
    Source(
        "microformats",
        "`h-entry` classes: written by hand on personal sites, by themes elsewhere; feeds of a page carry them too",
        {"title": 0.6, "authors": 0.75, "published": 0.8, "modified": 0.75, "tags": 0.4, "description": 0.4},
    ),
    Source(
        "deck",
        "an element just under the headline whose class calls it a deck, a subtitle or a standfirst",
        {"deck": 0.85},
    ),
    Source(
        "time",
        "what readers see beside the headline; further down the page it dates teasers and comments",
        {"published": 0.7, "modified": 0.6},
    ),
    Source(
        "dated",
        "an element whose class says that it holds a date, without a machine-readable value",
        {"published": 0.55, "modified": 0.5},
    ),
    Source(
        "byline",
        "what readers see: elements whose class or `rel` says author; roles and dates are mixed in",
        {"authors": 0.75},
    ),
    Source(
        "nearby",
        "short lines of text just before or after the headline, whatever their markup",
        {"published": 0.6, "modified": 0.55, "authors": 0.6},
    ),
    Source(
        "img",
        "the element that shows the image which the head names; found by the file's name",
        {"image_alt": 0.75},
    ),
    Source(
        "h1",
        "the headline as readers see it; on some pages a logo or the section",
        {"title": 0.92},
    ),
    Source(
        "title",
        "on every page, but with the site's and section's names, and sometimes reworded for search engines",
        {"title": 0.55, "site_name": 0.35},
    ),
    Source(
        "link",
        "`rel` says what a link is: a licence, a tag, a category; `canonical` is the publisher's own word on the "
        "address, and often a wrong template; see `metadata.url`",
        {"canonical_url": 0.9, "license": 0.85, "tags": 0.65, "section": 0.6},
    ),
    Source(
        "url",
        "a date in the path is set when a story is begun, mostly on the day that readers see; the host is always true",
        {"published": 0.58, "canonical_url": 0.4, "site_name": 0.1},
    ),
    Source(
        "html",
        "the `lang` attribute: many templates are left at their default",
        {"language": 0.6},
    ),
    Source(
        "http",
        "server headers: `Last-Modified` is often the time of the request, so it decides nothing by itself",
        {"modified": 0.15, "language": 0.4},
    ),
    Source(
        "script",
        "dates in the data of scripts, where nothing else gives one; they may be those of other things on the page",
        {"published": 0.45, "modified": 0.4},
    ),
    Source(
        "htmldate",
        "the best general date finder, asked where cheap sources are silent or at odds; guesses rather than abstains",
        {"published": 0.5},
    ),
    Source(
        "capture",
        "came beside the body: written by whoever made the capture, who may have taken it from the page",
        {
            "title": 0.8,
            "authors": 0.8,
            "published": 0.85,
            "modified": 0.8,
            "site_name": 0.8,
            "canonical_url": 0.7,
            "section": 0.7,
            "tags": 0.7,
            "description": 0.7,
            "image": 0.7,
            "language": 0.6,
        },
    ),
    Source(
        "text",
        "the language that the text itself was found to be in; its dates are read in that language's order",
        {"language": 0.9},
    ),
    Source(
        "text:title",
        "the headline among the blocks of the text",
        {"title": 0.6},
    ),
    Source(
        "text:byline",
        "a line such as “By Jane Roe” near the headline or at the end",
        {"authors": 0.6},
    ),
    Source(
        "text:dateline",
        "a line such as “Published: 3 March 2021” or an agency's dateline near the headline",
        {"published": 0.6, "modified": 0.6},
    ),
    Source(
        "text:copyright",
        "the owner named in a copyright line; may be a photographer, an agency or the maker of the theme",
        {"site_name": 0.3},
    ),
    Source(
        "text:nameplate",
        "the page's own spelling of the letters of its host, wherever it stands; hosts may bear the owner's name",
        {"site_name": 0.6},
    ),
    Source(
        "text:agency",
        "an agency in brackets after the place, before the first words of the text; stands in where no person is named",
        {"authors": 0.3},
    ),
    Source(
        "text:syndication",
        "“The post … appeared first on …”: written by the system that first published the text",
        {"title": 0.8, "site_name": 0.7, "publisher": 0.7},
    ),
    Source(
        "text:provenance",
        "a line that says who first published the text; names run on into the sentence",
        {"publisher": 0.7},
    ),
    Source(
        "text:biography",
        "a paragraph under the text that says what its author does; those of other texts stand there too",
        {"authors": 0.45},
    ),
    Source(
        "text:place",
        "the words before the first sentence, set off by an agency or a dash",
        {"dateline": 0.8},
    ),
    Source(
        "text:caption",
        "a line with a credit at its end, or after a label",
        {"captions": 0.7},
    ),
    Source(
        "text:prompt",
        "a prompt to pay where the text ends",
        {"access": 0.8},
    ),
    Source(
        "text:length",
        "a text that one must pay for and that is far shorter than its page says, or short and broken off",
        {"access": 0.8},
    ),
    Source(
        "text:license",
        "a line that names a Creative Commons licence with its version; may be that of a picture",
        {"license": 0.6},
    ),
    Source(
        "text:deck",
        "a sentence between the headline and the line of author or date; may be the first of the text",
        {"description": 0.5, "deck": 0.6},
    ),
    Source(
        "rule",
        "text that a boilerplate rule recognised and whose named group says what it is",
        {
            "title": 0.6,
            "authors": 0.6,
            "published": 0.6,
            "modified": 0.6,
            "site_name": 0.5,
            "tags": 0.4,
            "publisher": 0.6,
        },
    ),
)


FAMILIES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        # Sources that copy one another speak with one voice: within a family only the strongest counts.
        "title": {
            "title": "head",
            "opengraph": "head",
            "twitter": "head",
            "meta": "head",
            "dublin-core": "head",
            "sailthru": "head",
            "parsely": "head",
            "h1": "seen",
            "microdata": "seen",
            "rdfa": "seen",
            "microformats": "seen",
        },
        "authors": {
            "meta": "head",
            "twitter": "head",
            "opengraph": "head",
            "parsely": "head",
            "sailthru": "head",
            "dublin-core": "head",
            "byline": "seen",
            "microdata": "seen",
            "rdfa": "seen",
            "microformats": "seen",
            "text:byline": "seen",
            "nearby": "seen",
        },
        # What one system writes into the head in several forms, and what one line of the page says.
        **{
            field: {
                **dict.fromkeys(("json-ld", "opengraph", "twitter", "parsely", "sailthru"), "head"),
                **dict.fromkeys(("meta", "dublin-core", "htmldate"), "meta"),  # htmldate reads them first
                **dict.fromkeys(("time", "dated", "nearby", "text:dateline"), "seen"),
            }
            for field in ("published", "modified")
        },
    }
)
"""For a field, which family a source belongs to; a source without one stands alone."""


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    return MappingProxyType({source.name: source.weights for source in SOURCES})


def weight(source: str, field: str) -> float:
    """How far a source is believed on a field, 0 to 1.

    A source that the table does not name is looked up without what follows its colon:
    `rule:byline-by` weighs as much as `rule`.
    """
    table = _weights()
    row = table.get(source) or table.get(source.partition(":")[0])
    return row.get(field, DEFAULT_WEIGHT) if row else DEFAULT_WEIGHT
