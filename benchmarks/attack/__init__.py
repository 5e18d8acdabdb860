"""Attacks on a server that they start themselves: what others wait, and what it costs.

Each attack is one row of :data:`benchmarks.attack.rows.ROWS`. All of them are bounded in requests,
bytes and seconds, and refuse every address but this machine's own.
"""
