"""Texts as numbers by what they say: texts that mean alike lie near each other, whatever words they use."""
