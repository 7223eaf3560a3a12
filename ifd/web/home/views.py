"""Pages of the home door."""
