"""What may come: requests a week, how many wait, how long one more person would wait, and what would change it.

Counts in, counts out, each with the range that eight in ten of the simulated futures lie in. Nothing here is a
promise, knows a person or decides anything; only Python itself is used, so that any process may load it.
"""
