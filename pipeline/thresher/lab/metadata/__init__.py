"""Metadata measured: what is given and what of it is right, how true the confidences are, and what it costs."""
