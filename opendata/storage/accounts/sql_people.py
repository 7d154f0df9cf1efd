"""People in SQL: their roles for publishers, and the hashes of their passwords.

Here: adding, finding and changing them. Not here: their sessions (sql_sessions.py), tokens of programs
(sql_accounts.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from opendata.domain.people import Person
from opendata.storage.catalogue.sql_catalogue import publisher_row
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import AnyRow
from opendata.storage.sql.schema import identities, memberships, people, publishers, recovery_codes


@dataclass(frozen=True)
class SqlPeople:
    """Implements steps.ports.people.People."""

    database: Database

    def person(self, person_id: int) -> Person | None:
        return self._one(people.c.id == person_id)

    def is_empty(self) -> bool:
        with self.database.asking() as connection:
            return connection.execute(select(people.c.id).limit(1)).first() is None

    def by_email(self, email: str) -> Person | None:
        return self._one(people.c.email == email)

    def of_publisher(self, publisher: str) -> Sequence[Person]:
        publisher_id = publisher_row(self.database, publisher).id
        members = select(memberships.c.person_id).where(memberships.c.publisher_id == publisher_id)
        with self.database.reading() as connection:
            return _persons(connection, people.c.id.in_(members))

    def add(self, email: str, now: datetime) -> Person:
        try:
            with self.database.writing() as connection:
                connection.execute(insert(people).values(email=email, is_operator=False, created_at=now))
        except IntegrityError:
            pass  # somebody added the person before
        person = self.by_email(email)
        assert person is not None
        return person

    def give_role(self, person: Person, publisher: str, role: str, now: datetime) -> None:
        place = {"person_id": person.id, "publisher_id": publisher_row(self.database, publisher).id}
        with self.database.writing() as connection:
            changed = connection.execute(
                update(memberships)
                .where(*(memberships.c[name] == value for name, value in place.items()))
                .values(role=role)
            )
            if not changed.rowcount:
                connection.execute(insert(memberships).values(**place, role=role, created_at=now))

    def make_operator(self, person: Person) -> None:
        with self.database.writing() as connection:
            connection.execute(update(people).where(people.c.id == person.id).values(is_operator=True))

    def take_role(self, person: Person, publisher: str) -> bool:
        publisher_id = publisher_row(self.database, publisher).id
        with self.database.writing() as connection:
            taken = connection.execute(
                delete(memberships)
                .where(memberships.c.person_id == person.id)
                .where(memberships.c.publisher_id == publisher_id)
            )
            return bool(taken.rowcount)

    def password_hash(self, person: Person) -> str | None:
        with self.database.asking() as connection:
            return connection.execute(select(people.c.password_hash).where(people.c.id == person.id)).scalar()

    def set_password_hash(self, person: Person, password_hash: str) -> None:
        with self.database.writing() as connection:
            connection.execute(update(people).where(people.c.id == person.id).values(password_hash=password_hash))

    def set_language(self, person: Person, language: str) -> None:
        with self.database.writing() as connection:
            connection.execute(update(people).where(people.c.id == person.id).values(language=language))

    def code_secret(self, person: Person) -> str | None:
        with self.database.asking() as connection:
            return connection.execute(select(people.c.totp_secret).where(people.c.id == person.id)).scalar()

    def set_second_factor(
        self, person: Person, secret: str | None, step: int | None, recovery_digests: Sequence[str]
    ) -> None:
        codes = [{"person_id": person.id, "hash": digest} for digest in recovery_digests]
        with self.database.writing() as connection:
            connection.execute(
                update(people).where(people.c.id == person.id).values(totp_secret=secret, totp_step=step)
            )
            connection.execute(delete(recovery_codes).where(recovery_codes.c.person_id == person.id))
            if codes:
                connection.execute(insert(recovery_codes), codes)

    def take_step(self, person: Person, step: int) -> bool:
        is_later = or_(people.c.totp_step.is_(None), people.c.totp_step < step)
        with self.database.writing() as connection:
            query = update(people).where(people.c.id == person.id, is_later).values(totp_step=step)
            return bool(connection.execute(query).rowcount)

    def use_recovery_code(self, person: Person, digest: str) -> bool:
        own, same = recovery_codes.c.person_id == person.id, recovery_codes.c.hash == digest
        with self.database.writing() as connection:
            return bool(connection.execute(delete(recovery_codes).where(own, same)).rowcount)

    def recovery_codes_left(self, person: Person) -> int:
        query = select(func.count()).select_from(recovery_codes).where(recovery_codes.c.person_id == person.id)
        with self.database.asking() as connection:
            return int(connection.execute(query).scalar_one())

    def by_identity(self, issuer: str, subject: str) -> Person | None:
        same = (identities.c.issuer == issuer, identities.c.subject == subject)
        return self._one(people.c.id.in_(select(identities.c.person_id).where(*same)))

    def add_identity(self, person: Person, issuer: str, subject: str) -> None:
        same = (identities.c.issuer == issuer, identities.c.person_id == person.id)
        with self.database.writing() as connection:
            connection.execute(delete(identities).where(*same))
            connection.execute(insert(identities).values(issuer=issuer, subject=subject, person_id=person.id))

    def has_identity(self, person: Person, issuer: str) -> bool:
        same = (identities.c.issuer == issuer, identities.c.person_id == person.id)
        with self.database.asking() as connection:
            return connection.execute(select(identities.c.id).where(*same)).first() is not None

    def _one(self, condition: ColumnElement[bool]) -> Person | None:
        with self.database.reading() as connection:
            found = _persons(connection, condition)
        return found[0] if found else None


def _persons(connection: Connection, condition: ColumnElement[bool]) -> list[Person]:
    rows = connection.execute(select(people).where(condition).order_by(people.c.email)).all()
    roles: dict[int, dict[str, str]] = {row.id: {} for row in rows}
    query = (
        select(memberships.c.person_id, memberships.c.role, publishers.c.name)
        .join_from(memberships, publishers)
        .where(memberships.c.person_id.in_(roles))
        .order_by(publishers.c.name)
    )
    for person_id, role, publisher in connection.execute(query):
        roles[person_id][publisher] = role
    return [_person_of(row, roles[row.id]) for row in rows]


def _person_of(row: AnyRow, roles: Mapping[str, str]) -> Person:
    return Person(
        id=row.id,
        email=row.email,
        roles=roles,
        is_operator=row.is_operator,
        has_password=row.password_hash is not None,
        needs_code=row.totp_secret is not None,
        language=row.language,
    )
