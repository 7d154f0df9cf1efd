"""The tables of how much is stored; schema.py has them among all the others.

Here: the tables. Not here: what is written into them (storage/stored/), and the triggers that keep the sums (the
migration 0027).
"""

from sqlalchemy import BigInteger, Column, String, Table, Text

from opendata.storage.sql.table_metadata import metadata

# The bytes of the files of each package and each upload. Names and not ids, so that reindexing leaves them alone.
stored_bytes = Table(
    "stored_bytes",
    metadata,
    Column("place", Text, primary_key=True),  # the store and the path in it: packages/city/plans/1.0.0
    Column("publisher", String(80), nullable=False),
    Column("bytes", BigInteger, nullable=False),
)

# Their sum by publisher.
stored_by_publisher = Table(
    "stored_by_publisher",
    metadata,
    Column("publisher", String(80), primary_key=True),
    Column("bytes", BigInteger, nullable=False),
)
