"""Pages of the status door."""
