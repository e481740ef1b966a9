"""Bytes to captures: every archive format read in one way, no record lost without a word."""

from thresher.archive.reader import read_capture_at, read_captures, read_ranges
from thresher.archive.sources import expand

__all__ = ["expand", "read_capture_at", "read_captures", "read_ranges"]
