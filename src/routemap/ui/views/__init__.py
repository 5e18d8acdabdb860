"""One module per page or part of a page: it draws what the library answers."""
