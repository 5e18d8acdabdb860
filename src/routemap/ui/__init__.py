"""What the reader sees: the only folder, with ``pages/``, that imports streamlit."""
