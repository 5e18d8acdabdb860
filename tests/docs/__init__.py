"""The documentation: links, examples, tables and project files."""
