"""The books under strain: writers killed at random moments, and many writers and readers at once.

Run: python benchmarks/books_strain.py [kills] [seconds].  SQLite in a temporary folder, and PostgreSQL where it is
installed or DAFENG_TEST_POSTGRES names a server.  An acknowledged write is never lost, an import is never half there, and the
only error that anybody meets is E_BUSY.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, Thread
from time import monotonic, perf_counter, sleep

import numpy as np
import polars as pl

import dafeng
from dafeng.domain.errors import DafengError
from dafeng.domain.event import Head
from dafeng.storage.books import Books

KILLS, SECONDS = 200, 60.0
WRITERS, READERS, PROCESSES = 20, 100, 5
ROWS = 500  # of one import
NEWEST = 50  # a reader looks at one of a writer's first batches
PAUSE = 0.05  # of a reader
FRESH = 20  # kills until new books are begun
AT = datetime(2026, 1, 1, tzinfo=UTC)


def batch(writer: int, number: int, version: int, digest: str) -> pl.DataFrame:
    """One import of a writer; every row tells the version, so that a mixture would show."""
    row = pl.int_range(ROWS, eager=True)
    return pl.select(
        series=pl.lit(f"strain.w{writer}"),
        region=pl.lit("511600"),
        period=pl.lit(str(number)),
        item=pl.format("企业={}", row),
        value=(row * 1000 + version).cast(pl.Float64),
        unit=pl.lit("t"),
        grade=pl.lit("A"),
        source=pl.lit("压力试验"),
        file=pl.lit(digest),
        file_name=pl.lit("strain.csv"),
        row=row + 2,
        column=pl.lit("B"),
    )


def write(books: Books, writer: int, number: int, version: int) -> Head:
    """Import a batch, or correct one that was imported."""
    with books.write(at=AT, by=f"w{writer}") as transaction:
        digest = transaction.add_file("strain.csv", b"strain")
        made = batch(writer, number, version, digest)
        receipt = transaction.submit(made, file=digest, reason="更正" if version else "")
    if receipt.stored != ROWS:
        raise AssertionError(f"{receipt} for batch {number} version {version}")
    return Head(receipt.event, receipt.event_hash)


def seen(books: Books, writer: int, number: int | None = None) -> tuple[dict[int, int], list[str]]:
    """The version of each batch of a writer that a reader finds, or of one; and what is not whole."""
    period = None if number is None else str(number)
    found = books.current_frame(f"strain.w{writer}", "511600", period)
    found = found.with_columns(version=pl.col("value") % 1000)
    told = found.group_by("period").agg(pl.len(), pl.col("item").n_unique(), pl.col("version").unique())
    whole, odd = {}, []
    for period, count, items, versions in told.iter_rows():
        if (count, items, len(versions)) == (ROWS, ROWS, 1):
            whole[int(period)] = int(versions[0])
        else:
            odd.append(f"w{writer} batch {period}: {count} rows of {items} items, versions {versions}")
    return whole, odd


# ---------------------------------------------------------------- killed at random


def kill(where: Callable[[], str], kills: int, seed: int = 1) -> Counter[str]:
    """Kill a writer as often as told and look at the books each time; the answer counts what was met.

    Raises
    ------
    AssertionError
        When the books are not what was acknowledged.

    """
    chance = np.random.default_rng(seed)
    counts: Counter[str] = Counter()
    for count in range(kills):
        if count % FRESH == 0:
            place, acknowledged = where(), {}
        counts += _killed(place, acknowledged, chance)
    return counts


def _killed(where: str, acknowledged: dict[int, int], chance: np.random.Generator) -> Counter[str]:
    """Let a child write until it is killed; `acknowledged` maps each batch to its version and is brought forward."""
    first = max(acknowledged, default=-1) + 1
    known = json.dumps(acknowledged)
    with _child("write-on", where, str(first), str(chance.integers(1 << 32)), known) as child:
        assert child.stdout
        lines = [child.stdout.readline()]
        sleep(chance.uniform(0, 0.3))
        child.kill()
        lines += child.stdout.read().splitlines()
    pending, head, counts = None, None, Counter(kills=1)
    for line in filter(str.strip, lines):
        said = json.loads(line)
        if "head" in said:
            acknowledged[said["batch"]], head, pending = said["version"], Head(**said["head"]), None
            counts["acknowledged"] += 1
        else:
            pending = said
    with Books.open(where, create=False) as books:
        whole, odd = seen(books, 0)
        broken = books.broken(head)
    if pending and whole.get(pending["batch"]) == pending["version"]:
        # Kept, and killed before it could say so.
        acknowledged[pending["batch"]] = pending["version"]
        counts["kept unsaid"] += 1
    elif pending:
        counts["undone"] += 1
    if odd or broken or whole != acknowledged:
        raise AssertionError(f"{odd} {broken} {whole.items() ^ acknowledged.items()}")
    return counts


def write_on(where: str, first: int, seed: int, known: str) -> None:
    """Import and correct without end, saying before what will be written and after that it is kept."""
    chance = np.random.default_rng(seed)
    versions = {int(number): version for number, version in json.loads(known).items()}
    with Books.open(where) as books:
        while True:
            correct = versions and chance.random() < 0.3
            number = int(chance.choice(list(versions))) if correct else max([first - 1, *versions]) + 1
            version = versions[number] + 1 if correct else 0
            _say({"batch": number, "version": version})
            head = write(books, 0, number, version)
            versions[number] = version
            _say({"batch": number, "version": version, "head": asdict(head)})


# ---------------------------------------------------------------- many at once


def crowd(
    where: str, seconds: float, writers: int = WRITERS, readers: int = READERS, processes: int = PROCESSES
) -> Counter[str]:
    """Let writers and readers work at once; the answer counts imports, corrections, reads and refusals.

    Raises
    ------
    AssertionError
        When anybody met another error than E_BUSY, or the books are not what was acknowledged.

    """
    with Books.open(where):
        pass  # the tables are there before anybody starts
    shares = [
        (list(range(writers))[share::processes], len(range(readers)[share::processes]))
        for share in range(processes)
    ]
    children = [_child("work", where, str(seconds), json.dumps(share)) for share in shares]
    said = [json.loads(child.communicate()[0] or '{"errors": ["a process died"]}') for child in children]
    errors = [error for one in said for error in one["errors"]]
    if errors:
        raise AssertionError(f"{len(errors)} errors, the first: {errors[0]}")
    counts: Counter[str] = sum((Counter(one["counts"]) for one in said), Counter())
    kept = {int(writer): batches for one in said for writer, batches in one["kept"].items()}
    with Books.open(where, create=False) as books:
        for writer, batches in kept.items():
            whole, odd = seen(books, writer)
            if odd or whole != {int(number): version for number, version in batches.items()}:
                raise AssertionError(f"w{writer}: {odd or 'batches lost or doubled'}")
        if broken := books.broken():
            raise AssertionError(broken)
        writes = counts["imports"] + counts["corrections"]
        if (len(books.submissions()), books.head().number) != (writes, writes):
            raise AssertionError(f"{len(books.submissions())} submissions for {writes} acknowledged writes")
    return counts


def work(where: str, seconds: float, writers: list[int], readers: int) -> None:
    """One process of the crowd: its writers and readers as threads on the same books."""
    until = monotonic() + seconds
    counts: Counter[str] = Counter()
    errors: list[str] = []
    kept: dict[int, dict[int, int]] = {writer: {} for writer in writers}
    guard = Lock()

    def count(what: str) -> None:
        with guard:
            counts[what] += 1

    with Books.open(where, create=False) as books:

        def guarded(act: Callable[[np.random.Generator], None], seed: int) -> None:
            chance = np.random.default_rng(seed)
            while monotonic() < until:
                try:
                    act(chance)
                except DafengError as error:
                    count(error.code)
                    if error.code != "E_BUSY":
                        errors.append(str(error))
                except Exception as error:  # noqa: BLE001 - whatever it is, the parent tells it
                    errors.append(repr(error))

        def one_write(writer: int, chance: np.random.Generator) -> None:
            versions = kept[writer]
            correct = bool(versions) and chance.random() < 0.2
            number = int(chance.choice(list(versions))) if correct else len(versions)
            version = versions[number] + 1 if correct else 0
            write(books, writer, number, version)
            versions[number] = version
            count("corrections" if correct else "imports")

        def one_read(chance: np.random.Generator) -> None:
            _, odd = seen(books, int(chance.integers(WRITERS)), int(chance.integers(NEWEST)))
            errors.extend(odd)
            count("reads")
            sleep(PAUSE)

        threads = [
            Thread(target=guarded, args=(lambda chance, writer=writer: one_write(writer, chance), writer))
            for writer in writers
        ]
        threads += [Thread(target=guarded, args=(one_read, 1000 + reader)) for reader in range(readers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    _say({"counts": counts, "errors": errors, "kept": kept})


# ---------------------------------------------------------------- processes


def _child(*arguments: str) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(Path(dafeng.__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    # One thread for polars in each, or every one of them would start as many as there are cores.
    environment = os.environ | {"PYTHONPATH": path, "POLARS_MAX_THREADS": "1"}
    return subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, __file__, *arguments], stdout=subprocess.PIPE, text=True, env=environment
    )


def _say(body: object) -> None:
    sys.stdout.write(json.dumps(body) + "\n")
    sys.stdout.flush()


@contextmanager
def _postgres() -> Iterator[Callable[[], str] | None]:
    """A way to new databases on the server of the tests; None where there is none."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from tests.postgres import NoServerError, database, server

    with ExitStack() as stack:
        try:
            address = stack.enter_context(server())
        except NoServerError as error:
            print(f"postgresql left out: {error}")
            yield None
        else:
            yield lambda: stack.enter_context(database(address))


def main() -> int:
    """Print what was met on each database; exit code 1 when a promise was not kept."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    with tempfile.TemporaryDirectory() as folder, _postgres() as postgres:
        places: dict[str, Callable[[], str]] = {"sqlite": lambda: tempfile.mkdtemp(dir=folder)}
        if postgres:
            places["postgresql"] = postgres
        for name, where in places.items():
            for what, act in (
                (f"{kills} kills", lambda where=where: kill(where, kills)),
                (f"{WRITERS} writers, {READERS} readers", lambda where=where: crowd(where(), seconds)),
            ):
                begun = perf_counter()
                try:
                    told = dict(sorted(act().items()))
                except AssertionError as error:
                    print(f"{name:<11}{what}: NOT KEPT: {error}")
                    return 1
                print(f"{name:<11}{what:<28}{perf_counter() - begun:7.1f} s  {told}")
    return 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write-on", where, first, seed, known]:
            write_on(where, int(first), int(seed), known)
        case ["work", where, seconds, share]:
            work(where, float(seconds), *json.loads(share))
        case _:
            sys.exit(main())
