"""HTTP routes next to the dashboard: map data, API, link previews, and the middleware.

Streamlit is not imported here.
"""
