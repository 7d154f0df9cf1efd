"""Addresses that datasets follow, with the newest fetches of each, in SQL."""
