"""Natural Earth, and the basemap that is cut from it for the region of a case."""
