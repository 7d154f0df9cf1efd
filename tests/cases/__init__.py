"""What becomes of the tables that went wrong elsewhere: each is sent the ways an office sends it."""
