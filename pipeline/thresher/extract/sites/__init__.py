"""Site knowledge: which elements of a known site hold the article and which never do, by date of capture."""
