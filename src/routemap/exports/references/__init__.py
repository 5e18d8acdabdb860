"""Citations of articles for reference managers and text processors."""
