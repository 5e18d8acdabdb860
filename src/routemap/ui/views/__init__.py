"""One module per page or part of a page, which draws the answers of the library."""
