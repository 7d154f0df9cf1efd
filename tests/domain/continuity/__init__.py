"""Continuity: what is asked about the step from one version to the next."""
