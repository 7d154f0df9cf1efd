"""Requests that this service sends to addresses which others have named, and which must lead nowhere inside.

Here: which internet addresses may be reached (reachable_addresses.py), and the client that reaches no others
(guarded_client.py). Not here: what is sent and why (steps/), mail (mail/), the operator's own servers (storage/).
"""
