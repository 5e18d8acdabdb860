"""Proposals for coding an article: what its text may say, for a person to accept or correct.

Everything is found with fixed rules and the names of the data, without a network and without a
trained model, so that the same text always gives the same proposals.
"""
