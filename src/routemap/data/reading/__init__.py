"""The files of a data folder, read as text: CSV, GeoJSON, and the pages of saved articles."""
