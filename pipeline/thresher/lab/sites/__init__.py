"""Invented sites of many pages: what site templates are worth, and what they cost."""
