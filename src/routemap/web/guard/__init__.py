"""The middleware of every route: access, limits, security headers and the log.

It uses neither the data nor Streamlit. ``app.py`` adds it to both.
"""
