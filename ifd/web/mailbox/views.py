"""Pages of the mailbox door."""
