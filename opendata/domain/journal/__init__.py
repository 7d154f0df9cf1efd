"""The journal: a changeset as public events with their sentences, and what a withdrawal takes out."""
