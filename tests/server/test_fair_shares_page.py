"""docs/fair-shares.md names the numbers that hold."""

from bench.server import ROOT
from opendata.server import buffering_worker, connections, even_shares, held_bytes, patience, request_framing
from opendata.steps import following_by_mail
from opendata.web import limits, mail_requests, request_sorts, thread_shares

MIB = 2**20


def test_the_page_names_the_numbers_that_hold():
    page = " ".join((ROOT / "docs" / "fair-shares.md").read_text(encoding="utf-8").split())
    site = (ROOT / "deploy" / "nginx" / "opendata.conf").read_text(encoding="utf-8")
    large = request_sorts.LARGE_BODY_BYTES // MIB
    sorts, waits = request_sorts.MOST_THREADS, request_sorts.MOST_WAIT_SECONDS
    for said in (
        f"{patience.HEAD_SECONDS:.0f} s from its first byte to its end",
        f"{request_framing.MOST_HEAD_BYTES // 1024} KiB, each line 8,190 bytes",
        f"{connections.PACE_SECONDS:.0f} s in which fewer than {connections.PACE_BYTES // 1024} KiB moved",
        f"{connections.ANONYMOUS_BYTES // MIB} MiB is received",
        f"| in memory of each body and each answer | {held_bytes.IN_MEMORY_BYTES // 1024} KiB |",
        f"| in such files of one process | {buffering_worker.MOST_HELD_BYTES // (1024 * MIB)} GiB |",
        f"leaves the next connection to the others for {even_shares.PATIENCE_SECONDS * 1000:.0f} ms",
        f"| connections of one client to one worker | {request_sorts.CONNECTIONS_OF_ONE_ADDRESS} |",
        f"| {buffering_worker.MOST_WAITING}, for {buffering_worker.LONGEST_WAIT_SECONDS:.0f} s "
        f"(the open check: {waits['checking']:.0f} s) |",
        f"| what writes | {sorts['writing']} |",
        f"| the same, with bodies over {large} MiB | {sorts['writing a large body']} |",
        f"| the same, with bodies over {large} MiB | "
        f"{sorts['checking a large body']}; others wait for it for {waits['checking a large body']:.0f} s at most |",
        f"the others say 503; others wait for them for {waits['checking']:.0f} s at most |",
        f"| {sorts['waiting for news']}, and {thread_shares.LONG_POLLS.most} of them really wait, "
        f"{thread_shares.LONG_POLLS.most_of_one} for one client |",
        f"parts of more than {request_sorts.LARGE_PART:,} rows | {sorts['much reading']} |",
        f"| {sorts['checking']}, and {thread_shares.OPEN_CHECKS.most} of them check",
        f"| {limits.OPEN_CHECKS.most} in {limits.OPEN_CHECKS.seconds} s, all of them at once",
        f"| {mail_requests.REQUESTS.most} in {mail_requests.REQUESTS.seconds} s; beside that, "
        f"{following_by_mail.PER_MAILBOX.attempts} a day for one mailbox |",
        f"| open checks at the same time | {limits.OPEN_CHECKS_AT_ONCE.most} |",
        f"| {limits.FAILED_TOKENS.most} in {limits.FAILED_TOKENS.seconds} s; a valid token",
        f"each client {site.split('limit_conn opendata_clients ')[1].split(';')[0]} requests at the same time",
    ):
        assert said in page
