"""Identity: proofs of who somebody is, each behind a port of steps/ports/.

Here: passwords, and codes from an app. Not here: when they are asked for (steps/signing_in.py), where hashes and
secrets are kept (storage/accounts/).
"""
