"""Everything that is drawn with Streamlit: filters, views, parts and the shared frame."""
