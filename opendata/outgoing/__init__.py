"""Requests that this service sends to addresses which others have named, and which must lead nowhere inside.

Here: which internet addresses may be reached (reachable_addresses.py), the client that reaches no others
(guarded_client.py), and files that come by it (guarded_fetcher.py). Not here: what is sent and fetched, and why
(steps/), mail (mail/), the operator's own servers (storage/).
"""
