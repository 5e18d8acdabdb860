"""How fast the dashboard answers, beside the least that Streamlit can do and the usual way."""
