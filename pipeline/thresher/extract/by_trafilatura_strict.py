"""The second opinion: trafilatura, told to leave out what it is not sure of."""

from __future__ import annotations

from thresher.extract.by_trafilatura import Trafilatura

ENGINE = Trafilatura("trafilatura_strict", strict=True)
