"""Rules as data: the language they are written in, and the reading of a rule set."""
