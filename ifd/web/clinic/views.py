"""Pages of the clinic door."""
