"""Formats for geographic information systems and globes."""
