"""The rules that records must keep. Every finding names file, row, record, field and value."""
