"""One file that holds the whole of the books, and the way back from it into either database."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dafeng.access.policy import Action, Actor, require
from dafeng.domain.errors import DafengError
from dafeng.services.office_books import open_books
from dafeng.storage import archive
from dafeng.storage.address import FILE
from dafeng.storage.books import Books

Json = dict[str, Any]


def backup(where: str | None, out: Path | None, actor: Actor) -> Json:
    """Write one consistent view of the books into a file while others read and write on.

    The copy is verified before it is handed over; books that do not hold are backed up all the same, and
    `broken` says where.  Without `out` the file is named after the head of the chain.

    Raises
    ------
    DafengError
        ``E_BACKUP_EXISTS`` when the file is there already, ``E_BACKUP_WRITE`` when it cannot be written;
        otherwise as `open_books` says.

    """
    with open_books(where, actor, Action.BACK_UP) as books:
        folder = out.parent if out else Path()
        _refuse_existing(out)
        try:
            with TemporaryDirectory(prefix=".dafeng-backup-", dir=folder) as scratch:
                copied = Path(scratch) / "copy"
                with Books.open(copied) as copy:
                    head, rows = books.copy_into(copy)
                    broken = copy.broken(head)
                target = out or Path(f"dafeng-backup-{head.number}-{head.hash[:12]}.zip")
                _refuse_existing(target)
                packed = Path(scratch) / "backup.zip"
                digest = archive.pack(copied, packed, head, rows)
                packed.replace(target)
        except OSError as error:
            name = out.name if out else "dafeng-backup"
            raise DafengError(
                "E_BACKUP_WRITE",
                f"不能写出备份“{name}”；请检查文件夹是否存在、是否可写、空间是否足够。",
                f"The backup {name!r} cannot be written; check its folder, permissions and free space.",
            ) from error
        return {
            "books": books.shown,
            "file": str(target),
            "bytes": target.stat().st_size,
            "sha256": digest,
            "head": {"number": head.number, "hash": head.hash},
            "rows": rows,
            "broken": [fault.to_json() for fault in broken],
        }


def restore(source: Path, where: str | None, actor: Actor) -> Json:
    """Lay a backup into empty books in SQLite or PostgreSQL and verify what is there afterwards.

    Raises
    ------
    DafengError
        ``E_BACKUP_FOREIGN`` and ``E_BACKUP_DAMAGED`` for a file that is no whole backup,
        ``E_BOOKS_NOT_EMPTY`` for books that hold anything; otherwise as `open_books` says.

    """
    require(actor, Action.RESTORE, source.name)
    with TemporaryDirectory(prefix="dafeng-restore-") as scratch:
        told = archive.unpack(source, Path(scratch))
        with Books.open(Path(scratch) / FILE, create=False) as copy:
            if copy.head() != told.head:
                raise DafengError(
                    "E_BACKUP_DAMAGED",
                    f"备份“{source.name}”的链头与其清单不符，什么也没有恢复；请用另一份备份。",
                    f"The head in the backup {source.name!r} is not that of its manifest and nothing was restored; "
                    "use another backup.",
                )
            with open_books(where, actor, Action.RESTORE, create=True) as books:
                head, rows = copy.copy_into(books)
                broken = books.broken(told.head)
                return {
                    "books": books.shown,
                    "file": str(source),
                    "head": {"number": head.number, "hash": head.hash},
                    "rows": rows,
                    "broken": [fault.to_json() for fault in broken],
                }


def _refuse_existing(target: Path | None) -> None:
    if target is not None and target.exists():
        raise DafengError(
            "E_BACKUP_EXISTS",
            f"“{target.name}”已存在；备份不覆盖文件，请另选 --out。",
            f"{target.name!r} exists and a backup overwrites nothing; choose another --out.",
        )
