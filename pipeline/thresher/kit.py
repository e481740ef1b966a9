"""The kit: settings, rules, sites and line model, frozen and picklable; all that decides about a capture."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from thresher import __version__
from thresher.errors import SettingsError
from thresher.extract.sites.knowledge import NO_SITES, Sites, load_sites
from thresher.extract.tree.judge import shipped
from thresher.metadata.language import Identifier
from thresher.model import network
from thresher.settings import Settings
from thresher.strip.judge import Judge
from thresher.strip.rules import load_rules, rules_digest, selected

if TYPE_CHECKING:
    from thresher.model.network import Network
    from thresher.strip.rules import Rule

# Packages whose version can change a byte of the output.
DECIDING_PACKAGES = (
    *("trafilatura", "resiliparse", "beautifulsoup4", "lxml", "selectolax", "warcio", "fastwarc", "webencodings"),
    *(
        "soupsieve",
        "numpy",
        "duckdb",
        "google-re2",
        "ahocorasick_rs",
        "htmldate",
        "dateparser",
        "py3langid",
        "pycld2",
        "langdetect",
        "tld",
        "w3lib",
        "brotli",
        "zstandard",
    ),
)

ASIDE = frozenset({"lab", "inspector"})
"""Rooms of this package that no byte of the output comes through."""


def config_folder() -> Path:
    """The folder of the shipped defaults: inside the wheel, or beside the sources in a checkout."""
    package = Path(__file__).parent
    inside = package / "config"
    return inside if inside.is_dir() else package.parent.parent / "config"


def version(package: str) -> str:
    """The version of a package that decides; some are not there for every machine, and are done without."""
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "none"


@cache
def code_digest() -> str:
    """The digest of this package's sources and of the versions of the packages that decide with it."""
    digest = hashlib.sha256(__version__.encode())
    package = Path(__file__).parent
    for source in sorted(package.rglob("*.py")):
        name = source.relative_to(package)
        if name.parts[0] not in ASIDE:
            digest.update(name.as_posix().encode() + b"\0" + source.read_bytes())
    for decides in DECIDING_PACKAGES:
        digest.update(f"{decides}=={version(decides)}\n".encode())
    return digest.hexdigest()


def line_model(settings: Settings) -> Network | None:
    """The line model that the package ships, unless the settings go without."""
    return network.load(network.SHIPPED) if settings.strip.model else None


def sites_folder(settings: Settings) -> Path:
    """Where the site files lie that the settings ask for."""
    named = settings.extract.sites_folder
    return Path(named) if named else config_folder() / "sites"


@lru_cache(maxsize=2)
def _judge(rules: tuple[Rule, ...]) -> Judge:
    return Judge(rules)


@dataclass(frozen=True)
class Kit:
    """Settings, rules, sites and line model of a run; the engines made from them are built once a process."""

    settings: Settings
    rules: tuple[Rule, ...]
    model: Network | None = None
    blocks: Network = field(default_factory=shipped)
    sites: Sites = NO_SITES

    @classmethod
    def load(cls, settings: Settings | None = None) -> Kit:
        """Read the rules and sites that the settings ask for; raises SettingsError."""
        settings = settings or Settings()
        strip = settings.strip
        model = line_model(settings)
        sites = load_sites(sites_folder(settings)) if settings.extract.sites else NO_SITES
        if not strip.rules:
            return cls(settings, (), model, sites=sites)
        folder = Path(strip.rules_folder) if strip.rules_folder else config_folder() / "rules"
        if not folder.is_dir():
            raise SettingsError(f"no such folder of rules ({folder})")
        rules = load_rules(sorted(folder.glob("*.toml")))
        return cls(settings, selected(rules, strip.topics_off, strip.rules_off), model, sites=sites)

    @cached_property
    def judge(self) -> Judge:
        """The judge of the rules."""
        return _judge(self.rules)

    @cached_property
    def certain(self) -> frozenset[str]:
        """The judges whose removals the model cannot overrule."""
        return frozenset(f"rule:{rule.id}" for rule in self.rules if rule.certain)

    @cached_property
    def identifier(self) -> Identifier:
        """The language identifier."""
        return Identifier(self.settings.language)

    @cached_property
    def digest(self) -> str:
        """The digest of all that can change an article: code, packages, settings, rules, sites, models."""
        models = [self.model and self.model.digest, self.blocks.digest]
        parts = [code_digest(), self.settings.digest, rules_digest(self.rules), models, self.sites.digest]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    @cached_property
    def pages_digest(self) -> str:
        """The digest of what can change a page before anything is judged."""
        settings = self.settings.model_dump(mode="json", include={"limits", "extract"})
        del settings["extract"]["sites_folder"]
        parts = [code_digest(), settings, self.sites.digest, self.blocks.digest]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def __getstate__(self) -> dict[str, object]:
        """Leave out what is built from the rest: it may not pickle, and is quick to build again."""
        return {name: getattr(self, name) for name in ("settings", "rules", "model", "blocks", "sites")}
