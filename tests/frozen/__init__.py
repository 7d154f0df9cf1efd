"""The public bytes of the service, frozen: packages, digests, feeds, answers of the API, and reports.

These tests publish made-up and real tables with a clock that stands still, read everything that the public can read,
and compare it with what was committed. They reach the service from outside alone, by create_app(), HTTP and the
commands of `flask`, so that they hold whatever is moved inside.

The file bytes/<set>.sha256 has the digest of every artefact, one a line. The folder bytes/<set>/ has those artefacts
whole that are small and made up, so that a difference is shown as a diff. Of third-party data only digests are kept.

Who changes public bytes on purpose remakes the files, and tells in the changelog what changed and why:

    .venv/bin/python -m tests.frozen.remake                   all sets, or those that are named
    .venv/bin/python -m tests.frozen.remake --whole FOLDER    every artefact whole, in a folder outside the repository

Where an artefact is kept as a digest alone, the second command shows what differs: call it in a checkout from before
the change and in one from after it, and compare the two folders with `diff -r`.
"""
