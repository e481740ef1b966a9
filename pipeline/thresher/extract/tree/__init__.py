"""The block extractor: a page as flat arrays, a row of numbers for each block, a network's word, a cut."""
