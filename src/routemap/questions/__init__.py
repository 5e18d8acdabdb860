"""Pure functions that answer queries about a dataset, and put the answers into words."""
