"""A made-up area: people, requests and months of history that nobody real ever lived.

The same seed makes the same area. NHS numbers come from the range that is never issued (999...). Rows are
written in bulk, and a test holds that they say what the services would have said.
"""
