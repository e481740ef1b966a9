"""Typed settings; unknown keys are errors, and `digest` names all that can change an article."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from thresher.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Section(BaseModel):
    """A frozen table of `thresher.toml` that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Limits(_Section):
    """Bounds that keep hostile input from filling memory or hanging a worker."""

    body_bytes: int = Field(32 * 2**20, gt=0, description="largest decoded body of one capture, in bytes")
    inflate_ratio: int = Field(
        1000, gt=1, description="largest ratio of decoded to encoded bytes, of a body and of a compressed file"
    )
    header_bytes: int = Field(2**20, gt=0, description="largest header block of a record or an HTTP message")
    record_seconds: float = Field(60.0, gt=0, description="longest time that one record may take in a worker")
    worker_bytes: int = Field(
        2 * 2**30,
        ge=0,
        description="most memory that records may add to a worker process, in bytes of address space; 0 for no limit",
    )
    line_chars: int = Field(1_000_000, gt=0, description="longest line of text that is looked at; the rest is cut off")
    blocks: int = Field(100_000, gt=0, description="most blocks of one page")
    links: int = Field(10_000, gt=0, description="most links of one page whose targets are kept")
    comments: int = Field(1_000, gt=0, description="most reader comments of one page that are written")
    comment_chars: int = Field(10_000, gt=0, description="longest reader comment; the rest is cut off")


class Extract(_Section):
    """How the main text is found."""

    engine: Literal["blocks", "trafilatura", "cascade"] = Field(
        "cascade",
        description="`blocks` is the extractor of our own, `cascade` asks trafilatura too where that is in doubt",
    )
    preset: Literal["precision", "balanced", "recall"] = Field(
        "balanced", description="what counts more where both cannot be had; trafilatura alone has one way only"
    )
    doubt: float = Field(
        0.2, ge=0, le=1, description="share of the word F1 in doubt from which `cascade` asks; 0 asks always, 1 never"
    )
    page_types: Literal["all", "auto"] = Field("auto", description="`auto` rejects pages that are surely not articles")
    sites: bool = Field(True, description="use what is known of single sites")
    sites_folder: str | None = Field(
        None, description="folder of site files, from the settings file's folder; the shipped ones when left out"
    )
    min_words: int = Field(5, ge=0, description="fewest words that make an article")
    links: bool = Field(False, description="keep where links lead, for the forms that show it (`record.forms`)")
    comments: Literal["drop", "field"] = Field(
        "drop", description="`field` writes the comments of readers into `comments`; they are never in `text`"
    )


class Record(_Section):
    """What an article's record holds beside its text."""

    forms: tuple[Literal["markdown", "html"], ...] = Field(
        (), description='further forms of the text, each a field: "markdown", "html"'
    )


class Strip(_Section):
    """Which judges may remove text."""

    rules: bool = Field(True, description="apply the boilerplate rules")
    rules_folder: str | None = Field(
        None, description="folder of rule files, from the settings file's folder; the shipped rules when left out"
    )
    topics_off: tuple[str, ...] = Field((), description="rule topics that are not applied")
    rules_off: tuple[str, ...] = Field((), description="ids of rules that are not applied")
    model: bool = Field(True, description="let the line model judge text captures, beside the rules")
    templates: bool = Field(
        True, description="let go what recurs over the pages of one site: blocks, images and descriptions"
    )
    template_pages: int = Field(
        5,
        ge=2,
        description="fewest differently titled pages that show a line behind the story; amid it four times that",
    )
    template_share: float = Field(
        0.2, gt=0, le=1, description="smallest share of a site's pages of nine months that show it; amid the story 0.8"
    )


class Language(_Section):
    """Language identification."""

    accept: tuple[str, ...] = Field((), description="BCP 47 primary subtags to keep; empty keeps every language")
    sure: float = Field(
        0.35, ge=0, le=1, description="in short texts, below this confidence of py3langid langdetect is asked as well"
    )


class Dedup(_Section):
    """Duplicates and relations. Shares are of the words that a text has to itself: common passages do not count."""

    enabled: bool = Field(True, description="compare the articles with each other")
    mode: Literal["drop", "annotate"] = Field(
        "drop",
        description="`drop` keeps the best copy of an article; `annotate` keeps all, and the best lists the others",
    )
    prefer: tuple[
        Literal["whole", "complete", "longest", "original", "earliest", "canonical", "clean", "described"], ...
    ] = Field(
        ("whole", "complete", "original", "earliest", "canonical", "clean", "described"),
        description="what the best copy is chosen by, in this order: not cut off, not much shorter than the longest, of"
        " the original publisher, first published, under the plainest address, least boilerplate, most metadata;"
        " `longest` takes the fullest version",
    )
    covered: float = Field(
        0.65,
        gt=0.5,
        le=1,
        description="least share of each copy's words that the other has too: an update keeps more"
        " of a story, and a text of which less is shared is an excerpt or another story",
    )
    agreed: float = Field(
        0.67,
        gt=0,
        le=1,
        description="least share of the numbers and names of one copy that stand in shared passages:"
        " bulletins of one template share their wording, not their facts",
    )
    agreed_too: float = Field(
        0.3, ge=0, le=1, description="the same for the other copy, which may have been brought up to date"
    )
    few_facts: int = Field(3, ge=0, description="with fewer numbers and names than these they prove nothing")
    few_facts_covered: float = Field(
        0.8, gt=0, le=1, description="least share of shared words where the facts prove nothing"
    )
    short: int = Field(50, ge=0, description="texts of fewer words are short: much in them may be alike by chance")
    short_covered: float = Field(
        0.9, gt=0, le=1, description="least share of shared words of short copies, and of facts"
    )
    apart: int = Field(
        120,
        gt=0,
        description="most words in a row that only one of two differently titled copies has: more are another story",
    )
    apart_share: float = Field(
        0.3,
        gt=0,
        le=1,
        description="most of one copy's words in a row that the other lacks: what ends early is an excerpt",
    )
    replaced: float = Field(
        0.2,
        gt=0,
        le=1,
        description="most of both copies' words in a row that the other lacks: two stories in one frame",
    )
    version: float = Field(
        0.5,
        gt=0,
        le=1,
        description="least share of shared words of two captures of one address; it may have held two stories",
    )
    contained: float = Field(
        0.7, gt=0.5, le=1, description="least share of a text that another holds, for an excerpt or a round-up"
    )
    quotation: int = Field(8, ge=8, description="fewest words of a quotation that two stories share")
    most_tokens: int = Field(
        8_000_000,
        gt=0,
        description="words of articles whose fingerprints are worked on at once, an eighth of them where they are read"
        " from tables; bounds the memory",
    )


class Output(_Section):
    """What is written. No byte of an article's record depends on it."""

    format: Literal["jsonl", "parquet"] = Field("jsonl", description="form of the article files")
    compress: Literal["gzip", "zstd", "none"] = Field("gzip", description="compression of the output files")
    keep_work: bool = Field(False, description="keep the stages' files, so that a run with changed rules starts later")


class Storage(_Section):
    """Inputs and output on `s3://`, `gs://` and `https://`. Credentials come from the environment, never from here."""

    anonymous: bool = Field(False, description="ask without credentials, as public buckets want")
    endpoint: str | None = Field(
        None, description="URL of a store that speaks S3 or GCS; that of the cloud if left out"
    )
    region: str | None = Field(None, description="region of the S3 buckets; that of the environment when left out")
    profile: str | None = Field(None, description="profile of the AWS credentials file")
    base: str | None = Field(
        None, description="URL or folder of what lists name, such as s3://commoncrawl/ for `warc.paths.gz`"
    )
    work: str = Field(
        "thresher-work", description="local folder for unfinished work where the output is written to a URL"
    )
    tries: int = Field(6, ge=1, description="how often a request is tried")
    retry_seconds: float = Field(0.5, ge=0, description="pause before the second try; it doubles with each, up to 30 s")
    timeout_seconds: float = Field(60.0, gt=0, description="longest wait for an answer, and for its next bytes")
    read_bytes: int = Field(
        8 * 2**20, ge=4096, description="largest ranged read; two of them are held for each file that is read"
    )

    @field_validator("endpoint", "base")
    @classmethod
    def _without_password(cls, value: str | None) -> str | None:
        if value is not None and "://" in value and "@" in value.partition("://")[2].partition("/")[0]:
            raise ValueError("holds a user or a password; credentials belong into the environment")
        return value


class Batch(_Section):
    """The scheduled form: `thresher run --batch DATE`. `{batch}` stands for the batch's name."""

    inputs: tuple[str, ...] = Field((), description="files, directories, globs or manifests of a batch")
    out: str = Field("out/{batch}", description="folder or URL where a batch is written")
    wait_seconds: float = Field(0.0, ge=0, description="how long to wait for another run that writes the same output")
    tries: int = Field(3, ge=1, description="how often a batch is tried of which a part fails")
    retry_seconds: float = Field(
        60.0, ge=0, description="pause before the second try; it doubles with each, up to an hour"
    )


class State(_Section):
    """What batches remember for later ones. No byte depends on it but through what earlier batches saw."""

    folder: str | None = Field(None, description="state folder, from the settings file's folder; none when left out")
    batch: str | None = Field(None, description="name of the batch; made of the inputs' digest when left out")
    wait_seconds: float = Field(60.0, ge=0, description="how long to wait for another run that holds the state")
    memory_mb: int = Field(256, ge=64, description="memory for questions to the state, in MB; the rest is spilled")


class Engine(_Section):
    """Who does the work; nothing here may change a byte of the output."""

    kind: Literal["local", "spark"] = Field(
        "local", description="`local`: worker processes on this machine; `spark`: the machines of a Spark cluster"
    )
    spark_master: str | None = Field(
        None, description="where Spark is: spark://…, yarn, local[4] …; what Spark is set up with when left out"
    )
    workers: int | None = Field(
        None, ge=1, description="worker processes of the engine `local`; all cores when left out"
    )
    part_bytes: int = Field(64 * 2**20, gt=0, description="small input files are taken together up to this size")
    part_files: int = Field(1000, gt=0, description="most input files that are taken together")
    scheduler: str | None = Field(None, description="URL of a `luigid`; a local scheduler when left out")


def _problems(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())


class Settings(_Section):
    """All settings of a run, as `config/thresher.toml` writes them."""

    limits: Limits = Limits()
    extract: Extract = Extract()
    record: Record = Record()
    strip: Strip = Strip()
    language: Language = Language()
    dedup: Dedup = Dedup()
    output: Output = Output()
    storage: Storage = Storage()
    batch: Batch = Batch()
    state: State = State()
    engine: Engine = Engine()

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a TOML file; raises SettingsError that names the file and the key."""
        try:
            with open(path, "rb") as stream:
                settings = cls.model_validate(tomllib.load(stream))
        except OSError as error:
            raise SettingsError(f"cannot read settings: {error.strerror} ({path})") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"settings are not TOML: {error} ({path})") from error
        except ValidationError as error:
            raise SettingsError(f"wrong settings: {_problems(error)} ({path})") from error
        return settings.beside(Path(path).parent)

    def changed(self, changes: Mapping[str, Mapping[str, Any]]) -> Self:
        """The same settings with some values of some sections replaced; raises SettingsError."""
        document = self.model_dump(exclude_unset=True)
        for section, values in changes.items():
            document[section] = {**document.get(section, {}), **values}
        try:
            return type(self).model_validate(document)
        except ValidationError as error:
            raise SettingsError(f"wrong settings: {_problems(error)}") from error

    def beside(self, folder: Path) -> Self:
        """The same settings with the folders of rules, sites and state taken from `folder`, where they are relative."""
        strip, extract, state = self.strip, self.extract, self.state
        if strip.rules_folder is not None:
            strip = strip.model_copy(update={"rules_folder": str(folder / strip.rules_folder)})
        if extract.sites_folder is not None:
            extract = extract.model_copy(update={"sites_folder": str(folder / extract.sites_folder)})
        if state.folder is not None:
            state = state.model_copy(update={"folder": str(folder / state.folder)})
        return self.model_copy(update={"strip": strip, "extract": extract, "state": state})

    @property
    def digest(self) -> str:
        """The digest of all settings that can change the output's content."""
        significant = self.model_dump(mode="json", exclude={"engine", "batch", "output", "state", "storage"})
        del significant["strip"]["rules_folder"], significant["extract"]["sites_folder"]
        return hashlib.sha256(json.dumps(significant, sort_keys=True).encode()).hexdigest()
