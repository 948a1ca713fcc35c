"""The manifest: what went in, which rules were used, what came out, each with its hash."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from dafeng.domain.errors import DafengError
from dafeng.rules.catalogue import catalogue
from dafeng.services.inputs import FOLDER, digest
from dafeng.writers.jsonfile import dumps

NAME = "manifest.json"


def write(out: Path, body: dict[str, Any], inputs: list[dict[str, object]]) -> None:
    """Write the manifest of a finished output folder; it holds no path, clock or host name."""
    used = {figure["rule"]["id"]: figure["rule"] for figure in body["figures"].values() if figure["rule"]}
    record = {
        "dafeng": body["version"],
        "as_of": body["as_of"],
        "seed": body["seed"],
        "draws": body["draws"],
        "lang": body["lang"],
        "inputs": inputs,
        "rules": {
            "sha256": rules_digest(),
            "used": [
                {"id": name, "edition": used[name]["edition"], "sha256": used[name]["sha256"]}
                for name in sorted(used)
            ],
        },
        "outputs": [
            {"name": name, "bytes": (out / name).stat().st_size, "sha256": digest(out / name)}
            for name in outputs(out)
        ],
    }
    (out / NAME).write_text(dumps(record), encoding="utf-8")


def read(out: Path) -> dict[str, Any]:
    """The manifest of an output folder.

    Raises
    ------
    DafengError
        ``E_NO_MANIFEST`` when there is none, or it is broken.

    """
    try:
        record: dict[str, Any] = json.loads((out / NAME).read_text(encoding="utf-8"))
        for key in ("as_of", "seed", "draws", "lang", "inputs", "outputs"):
            record[key]
    except (OSError, json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise DafengError(
            "E_NO_MANIFEST",
            f"“{out.name}”中没有可用的 {NAME}，它不是 dafeng 的输出文件夹或已损坏。",
            f"{out.name!r} holds no usable {NAME}: it is no output folder of dafeng, or it is damaged.",
        ) from error
    return record


def outputs(out: Path) -> list[str]:
    """Names of all files a run made, in order; inputs and the manifest itself are not among them."""
    names = (path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    return sorted(name for name in names if name != NAME and not name.startswith(f"{FOLDER}/"))


def changed(out: Path) -> list[str]:
    """Names of outputs and inputs whose bytes differ from the manifest, missing ones included."""
    record = read(out)
    listed = [(entry["name"], entry["sha256"]) for entry in record["outputs"]]
    listed += [(f"{FOLDER}/{entry['name']}", entry["sha256"]) for entry in record["inputs"]]
    return [name for name, sha in listed if not (out / name).is_file() or digest(out / name) != sha]


def rules_digest() -> str:
    """Hash over every rule row, so that a changed rule shows."""
    text = "\n".join(f"{row.id} {row.sha256}" for row in catalogue().values())
    return hashlib.sha256(text.encode()).hexdigest()
