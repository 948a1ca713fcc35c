"""A backup holds the whole of the books and goes back into either database; a bad file changes nothing."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from dafeng.access.policy import LOCAL_OWNER, STRANGER, Action
from dafeng.domain.errors import DafengError
from dafeng.domain.event import Head
from dafeng.services.backup import backup, restore
from dafeng.services.office_books import books_if_any, open_books
from dafeng.storage.archive import MANIFEST
from dafeng.storage.books import Books
from tests.storage.entries import ALL, COAL, GAS, JANUARY, MARCH, MAY, ORIGINAL, SHA256, put, tamper
from tests.storage.test_nouns import NOUNS, SERIES, readings


def fill(books: Books) -> Head:
    """Versions, a withdrawal, an original, a noun of each kind and readings."""
    put(books)
    put(books, [replace(COAL, value=13.0)], at=MARCH, reason="复核", withdraw=[GAS.key])
    with books.write(at=MAY, by="李") as transaction:
        for noun in NOUNS:
            transaction.state(noun)
        books.add_readings(transaction, SERIES.id, readings(3))
    return books.head()


@pytest.fixture
def source(tmp_path: Path) -> str:
    """Filled books in SQLite."""
    where = str(tmp_path / "city")
    with Books.open(where) as books:
        fill(books)
    return where


@pytest.fixture
def made(source: str, tmp_path: Path) -> Path:
    """Their backup."""
    path = tmp_path / "backup.zip"
    backup(source, path, LOCAL_OWNER)
    return path


def same(first: str, second: str) -> bool:
    """Whether two sets of books hold the same rows and end in the same event."""
    with Books.open(first, create=False) as one, Books.open(second, create=False) as other:
        assert_frame_equal(one.current_frame(), other.current_frame())
        assert one.history(COAL.key) == other.history(COAL.key)
        assert one.submissions() == other.submissions()
        assert [one.stated(type(noun)) for noun in NOUNS] == [other.stated(type(noun)) for noun in NOUNS]
        return (one.head(), one.events()) == (other.head(), other.events())


def test_books_come_back_as_they_were(source: str, made: Path, tmp_path: Path) -> None:
    """Rows, versions, originals, readings and the head survive; the report counts and verifies them."""
    found = restore(made, str(tmp_path / "again"), LOCAL_OWNER)
    assert found["broken"] == []
    assert found["rows"]["observations"] == 5
    assert same(source, str(tmp_path / "again"))
    with Books.open(tmp_path / "again", create=False) as books:
        assert books.original(SHA256) == ORIGINAL
        assert_frame_equal(books.readings(SERIES.id).collect(), readings(3))
        assert {"number": books.head().number, "hash": books.head().hash} == found["head"]


def test_a_backup_moves_books_between_the_databases(
    source: str, postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite to PostgreSQL to SQLite gives the same rows, the same head and, in the end, the same backup."""
    monkeypatch.setenv("DAFENG_READINGS", str(tmp_path / "there"))
    first = backup(source, tmp_path / "1.zip", LOCAL_OWNER)
    assert restore(tmp_path / "1.zip", postgres, LOCAL_OWNER)["broken"] == []
    assert same(source, postgres)
    second = backup(postgres, tmp_path / "2.zip", LOCAL_OWNER)
    restore(tmp_path / "2.zip", str(tmp_path / "again"), LOCAL_OWNER)
    assert same(source, str(tmp_path / "again"))
    assert (first["head"], first["sha256"]) == (second["head"], second["sha256"])


def test_a_backup_is_one_moment_while_a_writer_goes_on(source: str, tmp_path: Path) -> None:
    """A write that is open while the backup is made is not in it, and neither waits for the other."""
    with Books.open(source) as books:
        head = books.head()
        with books.write(at=MAY, by="乙") as transaction:
            transaction.record_event("note", "late")
            found = backup(source, tmp_path / "backup.zip", LOCAL_OWNER)
        assert books.head().number == head.number + 1
    assert found["head"] == {"number": head.number, "hash": head.hash}
    assert found["broken"] == []


def test_a_backup_is_named_after_the_head_and_overwrites_nothing(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a name the head gives one; the same again is refused, and no scratch is left."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    found = backup(source, None, LOCAL_OWNER)
    name = f"dafeng-backup-{found['head']['number']}-{found['head']['hash'][:12]}.zip"
    assert [path.name for path in folder.iterdir()] == [name]
    with pytest.raises(DafengError, match="E_BACKUP_EXISTS"):
        backup(source, None, LOCAL_OWNER)
    with pytest.raises(DafengError, match="E_BACKUP_WRITE"):
        backup(source, folder / "absent" / "backup.zip", LOCAL_OWNER)
    assert [path.name for path in folder.iterdir()] == [name]


def test_books_that_do_not_hold_are_backed_up_and_told(source: str, tmp_path: Path) -> None:
    """An edited row is no reason to be without a backup: both ways say what is broken."""
    with Books.open(source) as books:
        tamper(books, "observations", "UPDATE observations SET value = 99 WHERE id = 1")
    assert [fault["place"] for fault in backup(source, tmp_path / "b.zip", LOCAL_OWNER)["broken"]] == [
        "observation 1"
    ]
    assert restore(tmp_path / "b.zip", str(tmp_path / "again"), LOCAL_OWNER)["broken"] != []


def test_books_with_missing_rows_are_refused(source: str, tmp_path: Path) -> None:
    """Rows that name a row that was removed cannot be copied; the refusal says who tells the place."""
    with Books.open(source) as books:
        tamper(books, "submissions", "DELETE FROM submissions WHERE id = 1")
    with pytest.raises(DafengError, match="E_BOOKS_BROKEN"):
        backup(source, tmp_path / "b.zip", LOCAL_OWNER)
    assert not (tmp_path / "b.zip").exists()


def test_restoring_into_filled_books_is_refused(made: Path, tmp_path: Path) -> None:
    """Books that hold anything, be it one original, are left as they are."""
    with Books.open(tmp_path / "used") as books, books.write(at=JANUARY, by="甲") as transaction:
        transaction.add_file("one.csv", b"1")
    with pytest.raises(DafengError, match="E_BOOKS_NOT_EMPTY"):
        restore(made, str(tmp_path / "used"), LOCAL_OWNER)
    with Books.open(tmp_path / "used") as books:
        assert (books.current(), books.head()) == ((), Head())


def rewritten(
    made: Path, change: Callable[[dict[str, bytes]], None], manifest: dict[str, object] | None = None
) -> Path:
    """The backup with its files changed, and its manifest too when that is given."""
    with zipfile.ZipFile(made) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    if manifest is not None:
        files[MANIFEST] = json.dumps(json.loads(files[MANIFEST]) | manifest).encode()
    change(files)
    bad = made.with_name("bad.zip")
    with zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return bad


def edit(files: dict[str, bytes]) -> None:
    """One byte of the database."""
    files["books.sqlite"] = files["books.sqlite"][:-1] + b"!"


def cut(files: dict[str, bytes]) -> None:
    """One file of readings."""
    del files[next(name for name in files if name.startswith("readings"))]


def add(files: dict[str, bytes]) -> None:
    """A file that would land elsewhere."""
    files["../evil.txt"] = b"evil"


def lead_out(files: dict[str, bytes]) -> None:
    """A file that would land elsewhere, told by the manifest as well."""
    add(files)
    body = json.loads(files[MANIFEST])
    body["files"]["../evil.txt"] = {"sha256": "0" * 64, "size": 4}
    files[MANIFEST] = json.dumps(body).encode()


def swell(files: dict[str, bytes]) -> None:
    """A manifest that promises a terabyte."""
    body = json.loads(files[MANIFEST])
    body["files"]["books.sqlite"]["size"] = 1 << 40
    files[MANIFEST] = json.dumps(body).encode()


def forget(files: dict[str, bytes]) -> None:
    """No manifest."""
    del files[MANIFEST]


@pytest.mark.parametrize(
    ("change", "manifest", "code"),
    [
        (edit, None, "E_BACKUP_DAMAGED"),
        (cut, None, "E_BACKUP_DAMAGED"),
        (add, None, "E_BACKUP_DAMAGED"),
        (lead_out, None, "E_BACKUP_DAMAGED"),
        (swell, None, "E_BACKUP_DAMAGED"),
        (forget, None, "E_BACKUP_FOREIGN"),
        (dict, {"format": "another/9"}, "E_BACKUP_FOREIGN"),
        (dict, {"files": {}}, "E_BACKUP_DAMAGED"),
        (dict, {"files": []}, "E_BACKUP_FOREIGN"),
        (dict, {"head": {"number": 1, "hash": "f" * 64}}, "E_BACKUP_DAMAGED"),
    ],
)
def test_a_bad_backup_changes_nothing(
    made: Path,
    change: Callable[[dict[str, bytes]], None],
    manifest: dict[str, object] | None,
    code: str,
    tmp_path: Path,
) -> None:
    """Files changed, missing, added, leading out or swollen, and other formats, are refused before any writing."""
    bad = rewritten(made, change, manifest)
    with pytest.raises(DafengError) as caught:
        restore(bad, str(tmp_path / "again"), LOCAL_OWNER)
    assert caught.value.code == code
    assert not (tmp_path / "again").exists()
    assert not list(tmp_path.rglob("evil.txt"))


def test_a_file_that_is_no_backup_is_refused(made: Path, tmp_path: Path) -> None:
    """A text, half a backup and a missing file each get their own refusal."""
    data = made.read_bytes()
    for name, content, code in (
        ("text.zip", b"name,value\n", "E_BACKUP_FOREIGN"),
        ("half.zip", data[: len(data) // 2], "E_BACKUP_FOREIGN"),
        ("rotten.zip", data[:200] + bytes(64) + data[264:], "E_BACKUP_DAMAGED"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(DafengError) as caught:
            restore(tmp_path / name, str(tmp_path / "again"), LOCAL_OWNER)
        assert caught.value.code == code
    with pytest.raises(DafengError, match="E_FILE"):
        restore(tmp_path / "absent.zip", str(tmp_path / "again"), LOCAL_OWNER)


def test_a_damaged_database_is_told(source: str) -> None:
    """A database file with zeroed pages is an error of its own, not a crash."""
    path = Path(source) / "books.sqlite"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
    data = path.read_bytes()
    path.write_bytes(data[:8192] + bytes(len(data) - 8192))
    with pytest.raises(DafengError, match=r"E_BOOKS_(DAMAGED|FOREIGN)"):
        backup(source, Path(source) / "b.zip", LOCAL_OWNER)


def test_only_the_owner_may(source: str, made: Path, tmp_path: Path) -> None:
    """A stranger neither backs up nor restores nor opens the books, and nothing is made."""
    for act in (
        lambda: backup(source, tmp_path / "b.zip", STRANGER),
        lambda: restore(made, str(tmp_path / "again"), STRANGER),
        lambda: open_books(str(tmp_path / "again"), STRANGER, Action.WRITE_BOOKS, create=True),
    ):
        with pytest.raises(DafengError, match="E_DENIED"):
            act()
    assert not (tmp_path / "again").exists()


def test_the_books_are_named_by_option_then_environment_then_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``--books`` wins over DAFENG_BOOKS, which wins over ``dafeng-books`` in the working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DAFENG_BOOKS", raising=False)

    def shown(where: str | None) -> str:
        with open_books(where, LOCAL_OWNER, Action.WRITE_BOOKS, create=True) as books:
            put(books)
            assert books.current() == ALL
            return books.shown

    assert shown(None) == "dafeng-books"
    monkeypatch.setenv("DAFENG_BOOKS", str(tmp_path / "named"))
    assert shown(None) == "named"
    assert shown(str(tmp_path / "told")) == "told"


def test_books_may_be_absent_unless_they_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that can do without books gets none where there are none; named books must be there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DAFENG_BOOKS", raising=False)
    with books_if_any(None, LOCAL_OWNER, Action.READ_BOOKS) as books:
        assert books is None
    with (
        pytest.raises(DafengError, match="E_NO_BOOKS"),
        books_if_any("elsewhere", LOCAL_OWNER, Action.READ_BOOKS),
    ):
        pass
    open_books(None, LOCAL_OWNER, Action.WRITE_BOOKS, create=True).close()
    with books_if_any(None, LOCAL_OWNER, Action.READ_BOOKS) as books:
        assert books is not None
    assert [path.name for path in tmp_path.iterdir()] == ["dafeng-books"]
