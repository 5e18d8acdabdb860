"""Attacks on servers started for this purpose, which measure how long other readers wait.

Each attack is one row of :data:`benchmarks.attack.rows.ROWS`. All of them are limited in requests,
bytes and seconds, and only accept addresses of this machine.
"""
