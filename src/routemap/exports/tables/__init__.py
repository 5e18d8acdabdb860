"""Formats of rows and columns: text, spreadsheets, databases, data frames."""
