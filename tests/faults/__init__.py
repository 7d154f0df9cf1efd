"""The service while its parts fail: publishers, readers, faults by a seed, and what is checked from outside.

    python -m tests.faults --size 1|3 --seed N --minutes M      or: make faults

Everything is real: the processes of the service, PostgreSQL, Redis, an S3 store, full disks, signals.
"""
