"""The list of jobs: what is still to be done, in SQL."""
