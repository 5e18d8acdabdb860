"""Tabular export formats: for spreadsheets, databases and data frames."""
