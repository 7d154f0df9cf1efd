"""Continuity: what a person is asked about the step from one version to the next; values to values."""
