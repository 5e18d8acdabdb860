"""A folder of files becomes a checked dataset, and again whenever the files change."""
