"""Reading, checking and caching a data folder, and watching it for changes."""
