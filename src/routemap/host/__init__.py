"""Streamlit as a server. Everything that uses its private interface is here."""
