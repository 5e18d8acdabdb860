"""Pure answers about a dataset: what a query leaves of it, and in which words that is said."""
