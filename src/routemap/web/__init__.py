"""HTTP beside the dashboard: map data, API, share cards, and the guards. No Streamlit."""
