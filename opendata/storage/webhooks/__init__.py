"""Webhooks, their deliveries, and how far the hub of WebSub was told of the journal, in SQL."""
