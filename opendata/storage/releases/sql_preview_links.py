"""Links to previews, in SQL.

Here: keeping them by the digest of their secret. Not here: what they show (steps/preview_by_link.py).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from opendata.steps.ports.preview_links import PreviewLink
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import AnyRow
from opendata.storage.sql.schema import preview_links
from opendata.storage.sql.secret_digests import digest_of_secret

NOTED_AFTER = timedelta(hours=1)  # whoever has a link cannot fill the audit log with it


@dataclass(frozen=True)
class SqlPreviewLinks:
    """Implements steps.ports.preview_links.PreviewLinks."""

    database: Database

    def make(self, link: PreviewLink, secret: str) -> PreviewLink | None:
        kept = replace(link, id=secrets.token_hex(12))
        try:
            with self.database.writing() as connection:
                connection.execute(insert(preview_links).values(hash=digest_of_secret(secret), **vars(kept)))
        except IntegrityError:
            return None
        return kept

    def find(self, secret: str) -> PreviewLink | None:
        with self.database.asking() as connection:
            query = select(preview_links).where(preview_links.c.hash == digest_of_secret(secret))
            row = connection.execute(query).one_or_none()
        return _link_of(row) if row else None

    def of_upload(self, upload: str) -> Sequence[PreviewLink]:
        query = select(preview_links).where(preview_links.c.upload == upload)
        with self.database.asking() as connection:
            rows = connection.execute(query.order_by(preview_links.c.made_at, preview_links.c.id))
            return [_link_of(row) for row in rows]

    def note_opened(self, link: PreviewLink, now: datetime) -> bool:
        is_news = link.opened_at is None or now - link.opened_at >= NOTED_AFTER
        values: dict[str, Any] = {"opened": preview_links.c.opened + 1, **({"opened_at": now} if is_news else {})}
        with self.database.writing() as connection:
            connection.execute(update(preview_links).where(preview_links.c.id == link.id).values(**values))
        return is_news

    def revoke(self, upload: str, link_id: str | None, now: datetime) -> int:
        mine = [preview_links.c.upload == upload, *([preview_links.c.id == link_id] if link_id else [])]
        still_open = (preview_links.c.revoked_at.is_(None), preview_links.c.expires_at > now)
        with self.database.writing() as connection:
            revoking = update(preview_links).where(*mine, *still_open).values(revoked_at=now)
            return connection.execute(revoking).rowcount

    def forget(self, before: datetime) -> int:
        with self.database.writing() as connection:
            return connection.execute(delete(preview_links).where(preview_links.c.expires_at < before)).rowcount


def _link_of(row: AnyRow) -> PreviewLink:
    return PreviewLink(**{field.name: getattr(row, field.name) for field in fields(PreviewLink)})
