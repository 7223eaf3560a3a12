"""The public benchmark: made-up people, the answers that would be acceptable, and what those rest on."""
