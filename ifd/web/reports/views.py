"""Pages of the reports door."""
