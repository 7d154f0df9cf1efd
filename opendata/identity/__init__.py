"""Identity: proofs of who somebody is, each behind a port of steps/ports/.

Here: passwords. Not here: when they are asked for (steps/signing_in.py), where hashes are kept (storage/accounts/).
"""
