"""What finds parts of words in the texts of rows: trigrams, by FTS5 on SQLite and an index of arrays on PostgreSQL.

PostgreSQL needs no extension for this, since a database of a provider often allows none. This migration only adds.
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

COLUMNS = ("title_words", "text_words")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _on_sqlite()
    else:
        _on_postgresql()


def _on_sqlite() -> None:
    names = ", ".join(COLUMNS)
    op.execute(
        f"CREATE VIRTUAL TABLE row_search USING fts5({names}, content='row_texts', content_rowid='id', "
        "tokenize='trigram case_sensitive 1')"
    )
    add = "INSERT INTO row_search (rowid, title_words, text_words) VALUES (new.id, new.title_words, new.text_words)"
    remove = (
        "INSERT INTO row_search (row_search, rowid, title_words, text_words) "
        "VALUES ('delete', old.id, old.title_words, old.text_words)"
    )
    # For words that are too short for trigrams, which are looked for by reading all titles and nothing else.
    op.execute("CREATE INDEX row_search_titles ON row_texts (title_words, dataset_id)")
    op.execute(f"CREATE TRIGGER row_texts_are_found_insert AFTER INSERT ON row_texts BEGIN {add}; END")
    op.execute(f"CREATE TRIGGER row_texts_are_found_delete AFTER DELETE ON row_texts BEGIN {remove}; END")
    op.execute(
        f"CREATE TRIGGER row_texts_are_found_update AFTER UPDATE OF {names} ON row_texts BEGIN {remove}; {add}; END"
    )


def _on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION trigrams(words text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ "
        "SELECT coalesce(array_agg(DISTINCT substr(words, place, 3)), '{}') "
        "FROM generate_series(1, length(words) - 2) AS place $$"
    )
    for name in COLUMNS:
        op.execute(f"CREATE INDEX row_texts_trigrams_of_{name} ON row_texts USING gin (trigrams({name}))")
