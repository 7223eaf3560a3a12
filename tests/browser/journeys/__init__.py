"""The whole way through the house in a real browser, in plain English. Each step ends with axe."""
