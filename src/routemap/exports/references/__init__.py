"""References to articles for reference managers and text processors."""
