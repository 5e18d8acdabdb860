"""What stands before every route: who may come in, how much, how safely, and what is written down.

Nothing here knows the data or Streamlit. ``app.py`` puts it in front of both.
"""
