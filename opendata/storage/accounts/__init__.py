"""Accounts: the tokens of programs that may write, the people who may sign in, and their sessions."""
