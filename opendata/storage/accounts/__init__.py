"""Accounts: publishers with their datasets, and the tokens and users that may write to them."""
