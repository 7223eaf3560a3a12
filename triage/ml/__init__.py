"""The optional classifier: a second opinion that knows when to stay quiet, and what watches over it."""
