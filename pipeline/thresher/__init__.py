"""Thresher turns web-archive captures into clean article records."""

__version__ = "0.1.0"
