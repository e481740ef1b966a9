"""The locales in which babel writes dates for us to read back."""

from __future__ import annotations

from thresher.metadata.spoken import OURS

_NAMED = {"no": "nb", "tl": "fil"}  # by babel
BOTH = [*(_NAMED.get(one, one) for one in sorted(OURS)), "zh_Hant"]
"""Those in which we read months by their names, and how long ago something was."""

MONTHS = [
    *BOTH,
    *["en_GB", "nn", "sr", "sr_Latn", "hu", "uz_Cyrl", "tg", "ga", "lb", "mr", "si", "my", "km", "lo", "sw", "am"],
]
AGO = [*BOTH, *["eu", "mn"]]
