"""The block extractor: its training and its measures."""
