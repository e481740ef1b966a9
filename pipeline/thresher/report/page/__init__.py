"""`OUT/report.html`: a run as a page, made of its output alone."""
