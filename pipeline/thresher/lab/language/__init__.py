"""Language identifiers side by side."""
