"""The fence: untrusted files are read and checked in processes of their own, with a limit of memory and a deadline.

Described in docs/fence.md.
"""
