"""The numbers that stand for no word of the lexicon; its words are numbered after them."""

UNKNOWN = 0
BREAK = 1
"""Where a sentence stops: no phrase reaches over it."""
SOFT = 2
"""A comma, a dash and the like: phrases reach over it."""
PLAIN = 3
FOREIGN = 4
FIRST_WORD = 5
