"""Who follows what by mail, in SQL.

Here: requests, addresses, and the claims by which each mail is sent by one sender. Not here: what is sent
(steps/daily_mails.py).
The secret of a link is made from the id of its row and the service's secret, so that every mail to an address can
have the same link, and the table need hold no more than its digest.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from opendata.domain.following import Subject
from opendata.steps.ports.followers import Follower, Following, FollowRequest
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import AnyRow
from opendata.storage.sql.schema import follow_requests, followers, followings
from opendata.storage.sql.secret_digests import digest_of_secret


@dataclass(frozen=True)
class SqlFollowers:
    """Implements steps.ports.followers.Followers."""

    database: Database
    secret_key: str = field(repr=False)

    def ask(self, email: str, language: str, subject: Subject, now: datetime, expires_at: datetime) -> str:
        request_id = secrets.token_hex(12)
        kept = {"id": request_id, "email": email, "language": language, "subject": subject.text}
        digest = digest_of_secret(self.secret_of_request(request_id))
        with self.database.writing() as connection:
            connection.execute(insert(follow_requests).values(hash=digest, expires_at=expires_at, **kept))
        return request_id

    def request(self, request_id: str) -> FollowRequest | None:
        return self._request(follow_requests.c.id == request_id)

    def secret_of_request(self, request_id: str) -> str:
        return self._secret("confirm", request_id)

    def find_request(self, secret: str, now: datetime) -> FollowRequest | None:
        found = self._request(follow_requests.c.hash == digest_of_secret(secret))
        return found if found is not None and found.expires_at > now else None

    def drop_request(self, request_id: str) -> None:
        with self.database.writing() as connection:
            connection.execute(delete(follow_requests).where(follow_requests.c.id == request_id))

    def confirm(self, request: FollowRequest, serial: int, most: int) -> Follower | None:
        with self.database.writing() as connection:
            taken = delete(follow_requests).where(follow_requests.c.id == request.id)
            if connection.execute(taken).rowcount != 1:
                return None
            follower_id = self._follower_id(connection, request, serial)
            mine = followings.c.follower_id == follower_id
            followed = {
                "id": _following_id(follower_id, request.subject),
                "follower_id": follower_id,
                "subject": request.subject.text,
                "since": serial,
            }
            connection.execute(self._insert(followings).values(**followed).on_conflict_do_nothing())
            too_many = connection.execute(select(func.count()).where(mine)).scalar_one() - most
            if too_many > 0:
                oldest = select(followings.c.id).where(mine).order_by(followings.c.since).limit(too_many)
                connection.execute(delete(followings).where(followings.c.id.in_(oldest)))
            return _follower(connection, followers.c.id == follower_id)

    def secret_of(self, follower: Follower) -> str:
        secret = self._secret("stop", follower.id)
        # After the service's secret was changed, the links of later mails are others.
        outdated = (followers.c.id == follower.id) & (followers.c.hash != digest_of_secret(secret))
        with self.database.asking() as connection:
            is_outdated = connection.execute(select(followers.c.id).where(outdated)).first() is not None
        if is_outdated:
            with self.database.writing() as connection:
                connection.execute(update(followers).where(outdated).values(hash=digest_of_secret(secret)))
        return secret

    def find(self, secret: str) -> Follower | None:
        with self.database.reading() as connection:
            return _follower(connection, followers.c.hash == digest_of_secret(secret))

    def stop(self, follower_id: str, following_id: str | None = None) -> bool:
        mine = followings.c.follower_id == follower_id
        ended = [mine] if following_id is None else [mine, followings.c.id == following_id]
        with self.database.writing() as connection:
            connection.execute(delete(followings).where(*ended))
            if connection.execute(select(followings.c.id).where(mine).limit(1)).first():
                return False
            connection.execute(delete(followers).where(followers.c.id == follower_id))
        return True

    def due(self, day: date, after: str, limit: int, now: datetime) -> Sequence[str]:
        query = select(followers.c.id).where(followers.c.id > after, *_due(day, now))
        with self.database.asking() as connection:
            return connection.execute(query.order_by(followers.c.id).limit(limit)).scalars().all()

    def take(self, follower_id: str, day: date, serial: int, now: datetime, until: datetime) -> Follower | None:
        mine = (followers.c.id == follower_id, *_due(day, now))
        with self.database.writing() as connection:
            anew = (followers.c.sending_on.is_(None)) | (followers.c.sending_on != day)
            connection.execute(update(followers).where(*mine, anew).values(sending_on=day, sending_to=serial))
            taken = connection.execute(update(followers).where(*mine).values(sending_until=until)).rowcount
            return _follower(connection, followers.c.id == follower_id) if taken else None

    def sent(self, follower: Follower, day: date) -> None:
        # A sender that hung, and is back after another one told more, takes nothing of that back.
        told_to = case((followers.c.told_to < follower.sending_to, follower.sending_to), else_=followers.c.told_to)
        self._end(follower, told_to=told_to, sent_on=day, refused=0, sending_on=None, sending_to=None)

    def not_sent(self, follower: Follower) -> None:
        self._end(follower)

    def refused(self, follower: Follower, day: date, most: int) -> bool:
        self._end(follower, sent_on=day, refused=followers.c.refused + 1, sending_on=None, sending_to=None)
        with self.database.asking() as connection:
            times = connection.execute(select(followers.c.refused).where(followers.c.id == follower.id)).scalar()
        return times is not None and times >= most and self.stop(follower.id)

    def forget_address(self, email: str) -> bool:
        with self.database.writing() as connection:
            asked = connection.execute(delete(follow_requests).where(follow_requests.c.email == email)).rowcount
            mine = select(followers.c.id).where(followers.c.email == email)
            connection.execute(delete(followings).where(followings.c.follower_id.in_(mine)))
            followed = connection.execute(delete(followers).where(followers.c.email == email)).rowcount
        return asked + followed > 0

    def count(self) -> int:
        with self.database.asking() as connection:
            return connection.execute(select(func.count()).select_from(followers)).scalar_one()

    def forget(self, now: datetime) -> int:
        with self.database.writing() as connection:
            return connection.execute(delete(follow_requests).where(follow_requests.c.expires_at <= now)).rowcount

    def _end(self, follower: Follower, **values: Any) -> None:
        with self.database.writing() as connection:
            mine = followers.c.id == follower.id
            connection.execute(update(followers).where(mine).values(sending_until=None, **values))

    def _request(self, which: ColumnElement[bool]) -> FollowRequest | None:
        with self.database.asking() as connection:
            row = connection.execute(select(follow_requests).where(which)).one_or_none()
        if row is None:
            return None
        return FollowRequest(row.id, row.email, row.language, Subject.of_text(row.subject), row.expires_at)

    def _follower_id(self, connection: Connection, request: FollowRequest, serial: int) -> str:
        """The id of the address; one that is new here is told of nothing that happened before."""
        new_id = secrets.token_hex(12)
        first = self._insert(followers).values(
            id=new_id,
            hash=digest_of_secret(self._secret("stop", new_id)),
            email=request.email,
            language=request.language,
            told_to=serial,
            refused=0,
        )
        # The language is that of whoever confirmed last; a mailbox that answers is not counted as refused.
        anew = {"language": request.language, "refused": 0}
        kept = first.on_conflict_do_update(index_elements=[followers.c.email], set_=anew)
        return str(connection.execute(kept.returning(followers.c.id)).scalar_one())

    def _insert(self, table: Any) -> Any:
        return (sqlite.insert if self.database.is_sqlite else postgresql.insert)(table)

    def _secret(self, purpose: str, row_id: str) -> str:
        return hmac.new(self.secret_key.encode(), f"mail {purpose} {row_id}".encode(), hashlib.sha256).hexdigest()


def _due(day: date, now: datetime) -> list[ColumnElement[bool]]:
    free = or_(followers.c.sending_until.is_(None), followers.c.sending_until <= now)
    return [or_(followers.c.sent_on.is_(None), followers.c.sent_on < day), free]


def _following_id(follower_id: str, subject: Subject) -> str:
    return hashlib.sha256(f"{follower_id} {subject.text}".encode()).hexdigest()


def _follower(connection: Connection, which: ColumnElement[bool]) -> Follower | None:
    row = connection.execute(select(followers).where(which)).one_or_none()
    if row is None:
        return None
    query = select(followings).where(followings.c.follower_id == row.id).order_by(followings.c.since, followings.c.id)
    followed = [_following_of(each) for each in connection.execute(query)]
    return Follower(row.id, row.email, row.language, row.told_to, row.sending_to, followed)


def _following_of(row: AnyRow) -> Following:
    return Following(row.id, Subject.of_text(row.subject), row.since)
