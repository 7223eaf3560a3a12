"""Pages of the calls door."""
