"""Audit of the dependencies: known security advisories and licences."""
