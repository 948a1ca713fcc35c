"""A private PostgreSQL server for tests and benchmarks, on a Unix socket in a temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

ADDRESS = "DAFENG_TEST_POSTGRES"
# PostgreSQL refuses to run as root.
UNPRIVILEGED = ("postgres", "nobody")
PROGRAMS = ("initdb", "pg_ctl", "postgres")
_numbers = count(1)


class NoServerError(RuntimeError):
    """Why there is no PostgreSQL here."""


def programs() -> Path | None:
    """The folder of PostgreSQL's server programs; None where there is none."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += [Path("/usr/local/bin"), *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    return next((one for one in folders if all((one / name).exists() for name in PROGRAMS)), None)


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server: the one that DAFENG_TEST_POSTGRES names, or a private one.

    Raises
    ------
    NoServerError
        Where there is neither, or the private one does not start.

    """
    named = os.environ.get(ADDRESS)
    if named:
        yield named
        return
    bin_ = programs()
    if bin_ is None:
        raise NoServerError(f"no PostgreSQL here: set {ADDRESS} or apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="dafeng-pg-"))
    data = folder / "data"
    try:
        _unprivileged(folder, str(bin_ / "initdb"), "--pgdata", str(data), "--username", "dafeng", "--auth", "trust",
                      "--encoding", "UTF8", "--no-locale", "--no-sync")  # fmt: skip
        options = f"-k {folder} -c listen_addresses='' -c max_connections=200 -c fsync=off"
        control = (str(bin_ / "pg_ctl"), "--pgdata", str(data), "--wait")
        _unprivileged(folder, *control, "--log", str(folder / "log"), "--options", options, "start")
        try:
            yield f"postgresql+psycopg://dafeng@/postgres?host={folder}"
        finally:
            _unprivileged(folder, *control, "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(address: str) -> Iterator[str]:
    """The address of a new, empty database on a server; it is dropped afterwards."""
    from sqlalchemy import create_engine, make_url, text

    name = f"dafeng_test_{os.getpid()}_{next(_numbers)}"
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        yield make_url(address).set(database=name).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    finally:
        engine.dispose()


def _unprivileged(folder: Path, *command: str) -> None:
    """Run a server program as somebody who may run it; `folder` becomes theirs."""
    options: dict[str, object] = {}
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        import pwd

        names = {one.pw_name for one in pwd.getpwall()}
        user = next((name for name in UNPRIVILEGED if name in names), None)
        if user is None:
            raise NoServerError("PostgreSQL refuses root, and there is no user postgres or nobody")
        shutil.chown(folder, user)
        folder.chmod(0o755)
        options = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": ()}
    log = folder / "setup"
    with log.open("ab") as out:
        # A pipe would be kept open by the server itself.
        done = subprocess.run(command, cwd=folder, stdout=out, stderr=out, check=False, **options)  # type: ignore[call-overload]
    if done.returncode:
        raise NoServerError(f"{Path(command[0]).name}: {log.read_text(errors='replace')[-2000:]}")
