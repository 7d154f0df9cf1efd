"""Accounts: the tokens and users that may write to the datasets of a publisher."""
