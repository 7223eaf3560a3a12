"""Pages of the signin door."""
