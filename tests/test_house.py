"""The house keeps its own rules: layers, docstrings, locks without addresses, a small public face."""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from importlinter import cli as importlinter

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "dafeng"
MODULES = sorted(SOURCE.rglob("*.py"))
VENDOR = SOURCE / "web" / "static" / "vendor"
HOMELESS = {"utils", "common", "helpers", "core", "base", "manager"}


def names(paths: list[Path]) -> list[str]:
    """Readable test ids."""
    return [path.relative_to(ROOT).as_posix() for path in paths]


def lint_imports(config: Path) -> int:
    """The exit code of the layer check under a configuration."""
    return importlinter.lint_imports(config_filename=str(config), no_cache=True, no_logo=True)


def test_arrows_point_down(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Every import contract of pyproject.toml holds."""
    monkeypatch.syspath_prepend(str(SOURCE.parent))

    assert lint_imports(ROOT / "pyproject.toml") == importlinter.EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_a_planted_import_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The contracts can fail: a noun that imports a door is reported by name."""
    package = tmp_path / "dafeng_planted"
    for folder in ("domain", "web"):
        (package / folder).mkdir(parents=True)
        (package / folder / "__init__.py").write_text("")
    (package / "__init__.py").write_text("")
    (package / "domain" / "plan.py").write_text("import dafeng_planted.web\n")
    config = tmp_path / "pyproject.toml"
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    layers = text[text.index("[tool.importlinter]") : text.index('id = "frameworks"')]
    layers = layers.rpartition("[[tool.importlinter.contracts]]")[0]
    config.write_text(layers.replace('"dafeng"', '"dafeng_planted"'), "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))

    assert lint_imports(config) == importlinter.EXIT_STATUS_ERROR
    assert "dafeng_planted.domain.plan" in capsys.readouterr().out


@pytest.mark.parametrize("path", MODULES, ids=names(MODULES))
def test_every_module_says_what_it_is(path: Path) -> None:
    """Each module has a docstring of its own and a name that is not a drawer for leftovers."""
    assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), "no docstring"
    assert (path.parent / "__init__.py").is_file(), "its folder has no __init__.py"
    assert HOMELESS.isdisjoint(path.relative_to(SOURCE).with_suffix("").parts)


TESTS = sorted((ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("path", TESTS, ids=names(TESTS))
def test_every_test_says_what_it_proves(path: Path) -> None:
    """Each test function carries a docstring."""
    silent = [
        node.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]

    assert silent == []


def test_the_public_face_is_whole() -> None:
    """`__all__` is sorted, short, and every name in it can be had from `import dafeng`."""
    face = importlib.import_module("dafeng")
    public = list(face.__all__)

    assert public == sorted(public)
    assert len(public) <= 25
    assert [name for name in public if not hasattr(face, name)] == []


def test_importing_dafeng_is_light() -> None:
    """`import dafeng` leaves the server, the typesetter and the script engine alone."""
    code = "import sys, dafeng; print(*sorted({'fastapi', 'typst', 'quickjs', 'uvicorn'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == []


def test_one_version() -> None:
    """The package tells the version that pyproject.toml states."""
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    face = importlib.import_module("dafeng")

    assert face.__version__ == stated
    assert importlib.metadata.version("dafeng") == stated


LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
ADDRESS = re.compile(r"://|--(extra-)?index-url|--find-links|\bfile:|[\w-]+\.(org|com|net|cn|io|dev)/")


@pytest.mark.parametrize("path", [*LOCKS, ROOT / "package-lock.json"], ids=lambda path: path.name)
def test_locks_hold_no_address(path: Path) -> None:
    """A lock file names versions and hashes, never the address of a registry or a mirror."""
    found = [line for line in path.read_text("utf-8").splitlines() if ADDRESS.search(line)]

    assert found == []


@pytest.mark.parametrize(
    "line",
    ["--index-url https://example.org/simple", "# from file:/wheels", '"resolved": "https://r.example/x"'],
)
def test_the_address_pattern_can_fail(line: str) -> None:
    """The pattern above sees the ways an address enters a lock file."""
    assert ADDRESS.search(line)


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_requirement_is_hashed(path: Path) -> None:
    """Each pinned package carries at least one SHA-256."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", path.read_text("utf-8"))

    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_scripts_are_pinned_by_hash() -> None:
    """package.json names exact versions and the lock file an integrity hash for every package."""
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]

    assert [version for version in wanted.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert [name for name, entry in locked.items() if name and not entry.get("integrity")] == []


def test_the_pages_have_their_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The build hook has copied each script, with the licence texts, as package-lock.json pins it."""
    monkeypatch.syspath_prepend(str(ROOT))
    hook = importlib.import_module("hatch_build")

    assert hook.is_filled(ROOT)
    texts = (VENDOR / "LICENSES.txt").read_text("utf-8")
    assert [name for name in ("echarts", "zrender", "htmx.org") if f"=== {name} " not in texts] == []


def test_every_dependency_has_a_reason() -> None:
    """docs/develop/dependencies.md has one row for each declared dependency and no row for another."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    stated = [*project["project"]["dependencies"], *chain(*project["dependency-groups"].values())]
    scripts = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    wanted = {re.split(r"[><=~!\[ ]", line)[0] for line in stated} | set(scripts)
    page = (ROOT / "docs" / "develop" / "dependencies.md").read_text("utf-8")
    rows = set(re.findall(r"^\| `([^`]+)` \|", page, flags=re.MULTILINE))

    assert rows == wanted


def test_every_runtime_dependency_is_used() -> None:
    """Each package a user must install is named somewhere in src/."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split(r"[><=~!\[ ]", line)[0].lower() for line in project["dependencies"]}
    provided = importlib.metadata.packages_distributions()
    source = "\n".join(path.read_text("utf-8") for path in MODULES)
    used = {
        distribution.lower()
        for module, distributions in provided.items()
        for distribution in distributions
        if re.search(rf"\b{re.escape(module)}\b", source)
    }

    assert wanted - used == set()


def test_the_formula_page_runs(tmp_path: Path) -> None:
    """The function shown in docs/develop/add-a-formula.md registers its card and its example holds."""
    page = (ROOT / "docs" / "develop" / "add-a-formula.md").read_text("utf-8")
    block = page.partition("```python\n")[2].partition("```")[0]
    (tmp_path / "shown.py").write_text(block, "utf-8")
    code = (
        "import doctest, shown; from dafeng.methods.cards import cards; "
        "failed, tried = doctest.testmod(shown); assert tried and not failed; assert 'co2.combustion' in cards()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_names_this_machine() -> None:
    """No file of the project holds an absolute path of the machine it was written on."""
    machine = re.compile(r"(?<![\w.])/(work|root|home|tmp)/[a-z]")
    places = [SOURCE, ROOT / "docs", ROOT / "examples", ROOT / "benchmarks"]
    suffixes = {".py", ".md", ".csv", ".yaml", ".yml", ".toml", ".json", ".html", ".txt", ".lark"}
    found = [
        path.relative_to(ROOT).as_posix()
        for place in places
        for path in place.rglob("*")
        if path.is_file() and path.suffix in suffixes and VENDOR not in path.parents
        if machine.search(path.read_text("utf-8"))
    ]

    assert found == []
