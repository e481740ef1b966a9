"""What to do about a rejection or an exit code: the documents hold it as tables."""

from __future__ import annotations

from thresher.cli import Exit
from thresher.nouns import Reason

_NO_STUB = "Where the page is an article after all, switch the rule off: `strip.rules_off = "

REMEDIES: dict[Reason, str] = {
    Reason.DUPLICATE: "Nothing: `duplicate_of` is the id of the article that was kept. To keep all copies, set "
    '`dedup.mode = "annotate"`; to see both texts side by side, `thresher explain URL --out OUT`.',
    Reason.EMPTY: "Nothing: no text was stored. Where a browser shows some, scripts made it.",
    Reason.NO_ARTICLE: "`thresher explain ARCHIVE#OFFSET`. Where words were found and taken, switch the rule off "
    '(`strip.rules_off`) or lower `extract.min_words`; where none were found, try `extract.preset = "recall"`.',
    Reason.PAGE_TYPE: 'To keep pages of every type: `extract.page_types = "all"`, or `--page-types all`. The detail '
    "names the type.",
    Reason.LANGUAGE: "Add the language to `language.accept`, or leave that empty to keep every one. The detail names "
    "the language.",
    Reason.MEDIA_TYPE: "Nothing: it is no text. The detail names what it is.",
    Reason.HTTP_STATUS: "Nothing: the page itself was not served. The detail is the status.",
    Reason.REVISIT: "Give the archive that holds the original as an input of the same run.",
    Reason.SOFT_404: f'{_NO_STUB}["soft-404-titles"]`. The detail is the line that gave it away.',
    Reason.CONSENT_WALL: f'Capture it again past the wall. {_NO_STUB}["consent-walls"]`.',
    Reason.EMPTY_SHELL: f'Capture it with a browser that runs scripts. {_NO_STUB}["empty-shells"]`.',
    Reason.PARKED_DOMAIN: f'Nothing. {_NO_STUB}["parked-domains"]`.',
    Reason.UNREADABLE: "Fetch the archive again and compare its digest. The detail says what is broken; reading went "
    "on with the next sound record.",
    Reason.TRUNCATED: "Fetch the archive again: this copy ends early. Where the crawl was cut off, there is no more.",
    Reason.UNDECODABLE: "Capture it again: the body is neither text nor what its headers say. The detail says more.",
    Reason.SEGMENTED: "Join the segments with the tool that wrote them: they are not read.",
    Reason.TIMEOUT: "`thresher retry OUT --record-seconds 300`. The record is in `OUT/quarantine/`.",
    Reason.MEMORY: "`thresher retry OUT --worker-bytes 8000000000`, with fewer `--workers` where memory is short.",
    Reason.CRASHED: "`thresher retry OUT`. Where it crashes again, a library fails on this page: please report it, "
    "with the record from `OUT/quarantine/`.",
    Reason.FAILED: "Please report it: the detail names the error, and the record is in `OUT/quarantine/`. After an "
    "update, clean the inputs again.",
}

EXIT_REMEDIES: dict[Exit, str] = {
    Exit.OK: "Nothing. Rejections, quarantined records among them, are no failure of the run: look at the books.",
    Exit.FAILED: "Read the last line: it names the file or the disk. Run the same command again; it goes on where it "
    "stopped.",
    Exit.USAGE: "Read the line: it names the option, the file and key of the settings, or the rule.",
    Exit.BOOKS: "Keep OUT with its `.work` folder, and report it: a capture was lost or counted twice.",
    Exit.NOTHING: "Look at what INPUT names: an empty folder, a glob without a match, an archive without captures.",
}
