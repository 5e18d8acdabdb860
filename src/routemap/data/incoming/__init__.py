"""Articles and references that are not in the data yet."""
