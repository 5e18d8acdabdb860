"""Reading the files of a data folder as text: CSV, GeoJSON and saved articles."""
