"""Every write: a verb each, who and when given, audit and outbox rows in the same transaction."""
