"""The line model: which blocks of a text capture are the article. Numbers in, probabilities out; numpy only."""
