"""Streamlit as a server. All uses of its private interface are here."""
