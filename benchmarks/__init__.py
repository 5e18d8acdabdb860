"""Benchmarks of the dashboard against an empty Streamlit app and a plain folium map."""
