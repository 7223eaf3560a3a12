"""Pages of the admin door."""
