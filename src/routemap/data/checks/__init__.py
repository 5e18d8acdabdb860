"""Checks of the records. Every finding names file, row, record, field and value."""
