"""Drafts: kept beside the data, applied to its files, and published."""
