"""Pages of the partner door."""
