"""The application: create_app knows every part and joins them; wsgi.py only calls it.

Here: wiring. Not here: anything that can be written without knowing all the parts.
"""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from opendata import api, cli, portal, site
from opendata.answers.answers_made_once import AnswersMadeOnce
from opendata.answers.kept_answers import KeptAnswers
from opendata.answers.shared_looks import SharedLooks
from opendata.config import MIB, Config, ConfigError, keep_private
from opendata.domain.errors import DomainError
from opendata.domain.kinds import Kind
from opendata.domain.model import Entry, SourceFile
from opendata.domain.report.edits import Edit
from opendata.domain.report.findings import MAX_LISTED, Report
from opendata.domain.report.mapped_tables import Mapped
from opendata.domain.report.page_clips import PageClip, PlaceOnPage
from opendata.domain.report.sent_tables import SentTables
from opendata.domain.tables.marked_workbooks import MarkedFile
from opendata.identity.openid_provider import OpenIdProvider
from opendata.identity.passwords import Argon2Passwords
from opendata.identity.time_codes import TimeCodes
from opendata.jobs.away_tasks import AWAY, tasks_away
from opendata.jobs.job_notification import Bell
from opendata.jobs.job_runs import Runner, Task
from opendata.jobs.job_tasks import tasks
from opendata.jobs.worker_command import worker
from opendata.kind_folders import KindFolders
from opendata.likeness.letters_alike import LettersAlike
from opendata.mail.smtp_mail import SmtpMail
from opendata.outgoing.guarded_client import GuardedClient
from opendata.outgoing.guarded_fetcher import GuardedFetcher
from opendata.steps import delivering, fetching_sources, finding_alike, hub_pings, quotas, set_times
from opendata.steps.desk import Desk, Office
from opendata.steps.examining import Examiner
from opendata.steps.following_by_mail import FollowDesk
from opendata.steps.messenger import Messenger
from opendata.steps.ports.checking import Examination
from opendata.steps.ports.public_state import PublicState
from opendata.steps.reading import Reading
from opendata.steps.signing_in import Door
from opendata.steps.source_desk import SourceDesk
from opendata.steps.telling_of_accounts import Teller
from opendata.storage.accounts.sql_account_news import SqlAccountNews
from opendata.storage.accounts.sql_accounts import SqlAccounts
from opendata.storage.accounts.sql_attempts import SqlAttempts
from opendata.storage.accounts.sql_audit import SqlAudit
from opendata.storage.accounts.sql_one_time_links import SqlOneTimeLinks
from opendata.storage.accounts.sql_people import SqlPeople
from opendata.storage.accounts.sql_sessions import SqlSessions
from opendata.storage.alike.sql_row_texts import SqlRowTexts
from opendata.storage.catalogue.sql_catalogue import SqlCatalogue
from opendata.storage.followers.sql_followers import SqlFollowers
from opendata.storage.health.availability import Watch
from opendata.storage.job_list.sql_jobs import SqlJobs
from opendata.storage.limits.file_limits import FileLimits
from opendata.storage.limits.redis_limits import RedisLimits
from opendata.storage.packages.package_store import open_stores
from opendata.storage.reads.sql_reads import SqlReads
from opendata.storage.releases.sql_appointments import SqlAppointments
from opendata.storage.releases.sql_preview_links import SqlPreviewLinks
from opendata.storage.releases.sql_publishing_rules import SqlPublishingRules
from opendata.storage.sources.sql_sources import SqlSources
from opendata.storage.sql.database import Database
from opendata.storage.sql.public_state import public_state_of
from opendata.storage.stored.sql_stored_bytes import SqlStoredBytes
from opendata.storage.upkeep.backup import Backup
from opendata.storage.upkeep.reindexing import Reindexing
from opendata.storage.upkeep.verifying import Verifying
from opendata.storage.uploads.sql_uploads import SqlUploads
from opendata.storage.versions.sql_journal import SqlJournal
from opendata.storage.versions.sql_versions import SqlVersions
from opendata.storage.webhooks.sql_hubs import SqlHubs
from opendata.storage.webhooks.sql_webhooks import SqlWebhooks
from opendata.web import (
    allowed_hosts,
    fixed_address,
    form_limits,
    late_rules,
    problem_answers,
    read_counts,
    response_headers,
    row_key_routes,
    senseless_addresses,
    unmet_conditions,
    unread_request_bodies,
    version_headers,
)
from opendata.web.addresses import event_anchor, is_private, page_path
from opendata.web.compiled_templates import flask_with_templates
from opendata.web.entry_bodies import entry_body_at, feeds_of
from opendata.web.first_queries import ask_first
from opendata.web.language import language_preferred
from opendata.web.made_files import FOLDER, MadeFiles
from opendata.web.request_sorts import what_is_served
from opendata.web.services import EXTENSION, Services, now

if TYPE_CHECKING:
    from opendata.static_copy.exported_site import ExportedSite

# How long a request waits for one answer of PostgreSQL; that includes waiting for the lock of a running publication.
PATIENCE_SECONDS = 60.0
RESTING_ANSWERS_BYTES = 8 * 2**20  # of kept answers that stay in memory though nobody asks for them
IDLE_SECONDS = 25.0  # after which large tables and answers that nobody asks for are not kept in memory any more
LIMITS_FILE = "limits.sqlite"  # in DATA_DIR
COLUMNS_FOLDER = "columns"  # in DATA_DIR; what is in it can be made again


def create_app(config: Config | None = None, *, clock: Callable[[], datetime] = now) -> Flask:
    """The WSGI application. Storage is opened by the first request or command that needs it.

    clock: gives the time, aware, in UTC; a test passes one that stands still, so that every byte can be predicted.
    """
    config = config or Config.from_env()
    app = flask_with_templates()
    kept = KeptAnswers(config.kept_answers_mib * MIB, is_near=config.database_url.startswith("sqlite"))
    app.config.update(
        SECRET_KEY=config.secret_key,
        MAX_CONTENT_LENGTH=config.upload_limit_bytes,
        MAX_FORM_MEMORY_SIZE=form_limits.MOST_FORM_BYTES,
        MAX_FORM_PARTS=1_000,
        DEFAULT_LANGUAGE=config.language,
        SERVED=what_is_served(config, kept),
    )
    app.extensions[EXTENSION] = opening = Opening(config, clock, kept)
    # Nearest to the views: what stands before it has then said who asks, and for which host.
    kept.tell = partial(read_counts.count, opening)
    looks = SharedLooks(opening.public_state, clock, kept.clear)
    kept.look, kept.begin_look = looks.look, looks.begin
    language_of = partial(language_preferred, config.language)
    app.wsgi_app = AnswersMadeOnce(app.wsgi_app, kept, is_private, language_of)  # type: ignore[method-assign]
    if config.base_url:
        fixed_address.register(app, config.base_url)
    form_limits.register(app)
    if not config.base_url:
        allowed_hosts.register(app, config.allowed_hosts)
    late_rules.register(app)
    row_key_routes.register(app)
    senseless_addresses.register(app)
    unmet_conditions.register(app)
    problem_answers.register(app, site.problem_title)
    api.register(app)
    site.register(app)
    portal.register(app, site.row_page)
    cli.register(app, _validate_files, _report_text, partial(_export_site, config, opening))
    app.cli.add_command(worker)
    unread_request_bodies.register(app)
    response_headers.register(app)
    version_headers.register(app)
    read_counts.register(app)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    logging.getLogger("opendata").setLevel(logging.INFO)
    return app


def open_services(
    config: Config, *, serving: bool = False, places: int | None = None, clock: Callable[[], datetime] = now
) -> Services:
    """Open storage, check that it can be used, bring its tables up to date, and join the parts; raises ConfigError.

    serving: for a worker of a server that ran all these checks when it started. The worker starts even if a part does
    not answer, uses it as soon as it answers again, and waits a limited time for a part that hangs.
    places: how many uploads are read and checked at a time, behind the fence. None: here, for commands.
    """
    keep_private(config.data_dir)
    try:
        database = Database(config.database_url, PATIENCE_SECONDS if serving else None)
    except OSError as error:
        raise ConfigError(f"{error.filename} cannot be used: {error.strerror}; see DATA_DIR") from None
    try:
        packages, sent = open_stores(config, probe=not serving)
        if not serving:  # migrated last, so that nothing is changed if another part is missing
            database.migrate()
    except ConfigError:
        database.close()
        raise
    parts = {"database": database.ready, "packages": packages.ready}
    if config.redis_url:
        from opendata.storage.health.redis_server import redis_answers  # noqa: PLC0415

        parts["redis"] = partial(redis_answers, config.redis_url)
    kinds = KindFolders(config.kinds_dir)
    catalogue, uploads, journal = SqlCatalogue(database), SqlUploads(database, sent), SqlJournal(database)
    versions = SqlVersions(database, packages, uploads=uploads, column_folder=config.data_dir / COLUMNS_FOLDER)
    keep = timedelta(days=config.upload_retention_days)
    jobs, accounts, mail = SqlJobs(database), SqlAccounts(database), SmtpMail(config.smtp_url, config.mail_from)
    door = _door(database, config, jobs, mail)
    ending = ExitStack()
    ending.callback(database.close)
    examination = _examination(config, kinds, places, ending, parts)
    office = Office(
        rules=SqlPublishingRules(database),
        appointments=SqlAppointments(database),
        preview_links=SqlPreviewLinks(database),
        people=door.people,
        accounts=accounts,
        jobs=jobs,
        mail=mail,
        base_url=config.base_url,
        language=config.language,
    )
    room = quotas.Quota(SqlStoredBytes(database, packages, sent), config.publisher_quota_mib * MIB)
    desk = Desk(kinds, catalogue, versions, uploads, examination, keep, door.audit, office, clock, room)
    bell = Bell(config.redis_url)
    public_state = public_state_of(config.database_url)
    ending.callback(public_state.close)
    counted = FileLimits(config.data_dir / LIMITS_FILE)
    ending.callback(counted.close)
    reads = SqlReads(database)
    ending.callback(reads.close)
    if serving:
        reads.begin()
    reading, row_texts = Reading(kinds, catalogue, versions, journal), SqlRowTexts(database)
    finder = finding_alike.AlikeFinder(reading, row_texts, LettersAlike())
    follow_desk = _follow_desk(database, config, reading, door, mail, jobs, clock)
    to_do = tasks(desk, jobs, versions.sweep, door, mail, follow_desk, finder)
    messenger = _messenger(database, config, journal, jobs)
    fetcher = GuardedFetcher(GuardedClient(config.sources_allowed))
    source_desk = SourceDesk(desk, SqlSources(database), fetcher, jobs, config.upload_limit_bytes)
    runner = _runner(jobs, desk, to_do, messenger, finder, source_desk)
    return Services(
        config=config,
        kinds=kinds,
        catalogue=catalogue,
        accounts=accounts,
        versions=versions,
        journal=journal,
        uploads=uploads,
        shared_desk=desk,
        messenger=messenger,
        source_desk=source_desk,
        door=door,
        mail=mail,
        openid=OpenIdProvider(config.oidc_name, config.oidc_issuer, config.oidc_client_id, config.oidc_client_secret),
        reading=reading,
        row_texts=row_texts,
        follow_desk=follow_desk,
        check_mapping=_check_mapping,
        system_of=_system_of,
        reads=reads,
        jobs=jobs,
        runner=runner,
        bell=bell,
        verify=Verifying(database, packages).verify,
        reindex=Reindexing(database, packages).reindex,
        backup=(archive := Backup(database, packages, sent, config.secret_file)).write,
        restore=archive.restore,
        now=clock,
        ready=Watch(parts),
        made_files=MadeFiles(config.data_dir / FOLDER),
        limits=RedisLimits(config.redis_url, counted) if config.redis_url else counted,
        public_state=public_state,
        close=ending.close,
    )


def _examination(
    config: Config, kinds: KindFolders, places: int | None, ending: ExitStack, parts: dict[str, Callable[[], bool]]
) -> Examination:
    """Who reads and checks files; a fence is ended with everything else, and is a part whose health is told."""
    if places is None:
        return Examiner(kinds, _read_upload, _check, _look_at, _propose, _mark_errors, _draw)
    from opendata.fence.fenced_examination import FencedExamination  # noqa: PLC0415 - a command has no fence

    fence = FencedExamination.of(config, places)
    ending.callback(fence.close)
    parts["file_reading"] = fence.answers
    fence.warm()
    return fence


def _messenger(database: Database, config: Config, journal: SqlJournal, jobs: SqlJobs) -> Messenger:
    return Messenger(
        webhooks=SqlWebhooks(database),
        hubs=SqlHubs(database),
        journal=journal,
        jobs=jobs,
        outgoing=GuardedClient(config.outgoing_allowed),
        draw=entry_body_at,
        key=config.secret_key,
        base_url=config.base_url,
        hub=config.websub_hub,
    )


def _runner(
    jobs: SqlJobs,
    desk: Desk,
    to_do: Mapping[str, Task],
    messenger: Messenger,
    finder: finding_alike.AlikeFinder,
    source_desk: SourceDesk,
) -> Runner:
    def topics(entry: Entry, earlier_keys: Collection[str]) -> list[str]:
        return feeds_of(entry, messenger.base_url or "", earlier_keys)

    def add_due(now: datetime) -> int:
        return set_times.add_due(desk, now) + finding_alike.add_due(finder, jobs, now)

    def add_news(now: datetime) -> int:
        told = delivering.add_due(messenger, now) + hub_pings.add_due(messenger, now)
        return told + fetching_sources.add_due(source_desk, now)

    every = {**to_do, **tasks_away(messenger, desk, topics, source_desk)}
    return Runner(jobs, every, desk.clock, add_due, add_news, AWAY)


def _door(database: Database, config: Config, jobs: SqlJobs, mail: SmtpMail) -> Door:
    about = (config.base_url, config.language, config.operator_time_zone)
    return Door(
        people=SqlPeople(database),
        sessions=SqlSessions(database),
        attempts=SqlAttempts(database, config.secret_key),
        passwords=Argon2Passwords(),
        codes=TimeCodes(),
        links=SqlOneTimeLinks(database),
        audit=SqlAudit(database),
        teller=Teller(SqlAccountNews(database), jobs, mail, *about),
    )


def _follow_desk(
    database: Database,
    config: Config,
    reading: Reading,
    door: Door,
    mail: SmtpMail,
    jobs: SqlJobs,
    clock: Callable[[], datetime],
) -> FollowDesk:
    return FollowDesk(
        followers=SqlFollowers(database, config.secret_key),
        reading=reading,
        mail=mail,
        attempts=door.attempts,
        jobs=jobs,
        service_name=config.operator_name,
        page_of=lambda *parts: f"{config.base_url}{page_path(*parts)}",
        anchor_of=event_anchor,
        zone=config.operator_time_zone,
        send_at=config.daily_mail_time,
        clock=clock,
    )


def _system_of(source: SourceFile) -> str | None:
    from opendata.intake.files.json_files import system_of  # noqa: PLC0415 - slow to import, and few need it

    return system_of(source)


def _read_upload(
    files: Sequence[SourceFile], kind: Kind, mapping: Mapping[str, Any] | None = None, *, edits: Sequence[Edit] = ()
) -> Mapped:
    from opendata.intake import read_upload  # noqa: PLC0415 - slow to import, and only writers need it

    return read_upload(files, kind, mapping, edits=edits)


def _look_at(
    files: Sequence[SourceFile], kind: Kind, mapping: Mapping[str, Any] | None = None, *, edits: Sequence[Edit] = ()
) -> SentTables:
    from opendata.intake.looking import look_at  # noqa: PLC0415

    return look_at(files, kind, mapping, edits=edits)


def _check_mapping(mapping: Mapping[str, Any], kind: Kind) -> None:
    from opendata.intake.matching.mapping_files import read_mapping  # noqa: PLC0415

    read_mapping(mapping, kind)


def _check(mapped: Mapped, *, limit: int = MAX_LISTED) -> Report:
    from opendata.validation import check  # noqa: PLC0415

    return check(mapped, limit=limit)


def _propose(report: Report, mapped: Mapped) -> Mapping[int, Edit]:
    from opendata.validation.proposals import proposals  # noqa: PLC0415

    return proposals(report, mapped)


def _mark_errors(
    files: Sequence[SourceFile],
    mapped: Mapped,
    report: Report,
    proposals: Mapping[int, Edit],
    language: str,
    file: str | None = None,
) -> MarkedFile:
    from opendata.marking.returned_workbook import returned_workbook  # noqa: PLC0415

    return returned_workbook(files, mapped, report, proposals, language, file)


def _draw(file: SourceFile, places: Sequence[PlaceOnPage]) -> PageClip:
    from opendata.intake.page_pictures import page_clip  # noqa: PLC0415

    return page_clip(file, places)


def _validate_files(paths: Sequence[str], **options: Any) -> dict[str, Any]:
    from opendata.validation import validate_files  # noqa: PLC0415

    return validate_files(paths, **options)


def _report_text(report: dict[str, Any], language: str) -> str:
    from opendata.validation import as_text  # noqa: PLC0415

    return as_text(report, language)


def _export_site(config: Config, opening: "Opening", folder: Path, base: str) -> "ExportedSite":
    """Write the public site into a folder; it is asked of an application whose addresses begin with that base."""
    from opendata.static_copy.exported_site import export_site  # noqa: PLC0415 - only this command needs them
    from opendata.static_copy.remembered_ports import remembering  # noqa: PLC0415

    app = create_app(replace(config, base_url=base, kept_answers_mib=0))
    services = remembering(opening())
    app.extensions[EXTENSION] = lambda: services
    return export_site(app, folder, base)


class Opening:
    """Opens the services when they are first needed, once in a process."""

    def __init__(self, config: Config, clock: Callable[[], datetime], kept: KeptAnswers) -> None:
        self._config, self._clock, self._kept, self._lock = config, clock, kept, Lock()
        self._services: Services | None = None
        self._serving = False
        self._places: int | None = None

    def __call__(self) -> Services:
        if self._services is None:
            with self._lock:
                if self._services is None:
                    self._services = open_services(
                        self._config, serving=self._serving, places=self._places, clock=self._clock
                    )
        return self._services

    def public_state(self) -> PublicState | None:
        """The number of the public state; None while storage cannot be opened."""
        try:
            return self().public_state
        except (ConfigError, DomainError):
            return None

    def check(self) -> None:
        """Check that everything a server needs is there, Redis included; raises ConfigError, DomainError."""
        if self._config.redis_url:
            from opendata.storage.health.redis_server import check_redis  # noqa: PLC0415 - not needed without REDIS_URL

            check_redis(self._config.redis_url)
        self()

    def serve(self) -> None:
        """Open the services of a worker whose server has called check(), and ask them once what pages ask.

        May be called again; raises ConfigError, and what storage raises.
        """
        self._serving = True
        self.fence(self._config.check_places)
        ask_first(self())

    def stop(self) -> None:
        """Keep what a worker that ends has counted and not kept yet."""
        if self._services is not None:
            self._services.reads.close()

    def rest(self) -> None:
        """Give back the memory of what is kept and was not asked for of late; called four times a minute."""
        self._kept.let_go(RESTING_ANSWERS_BYTES)
        if self._services is not None:
            self._services.reading.answers.let_go(IDLE_SECONDS)
            self._services.versions.let_go(IDLE_SECONDS)

    def fence(self, places: int) -> None:
        """From the time when the services are opened, read and check files behind the fence, so many at a time."""
        self._places = places
