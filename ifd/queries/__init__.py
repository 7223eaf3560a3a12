"""Every read of more than one row, reached through what this user may see."""
