"""Claims for other systems: annotations of the articles, and entities of an investigation."""
