"""What safety costs, and whether a run of an hour is as steady as one of a minute."""
