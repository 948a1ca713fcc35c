"""Make the picture of the README: the first page over the demo, drawn by the system's Chromium.

Run: make picture.  Nothing is downloaded.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from datetime import date
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from dafeng.serve import build
from dafeng.services.demo import demo
from dafeng.services.run import Settings

PICTURE = Path(__file__).parent / "images" / "overview.png"
PORT = 8399
AS_OF = date(2026, 11, 22)


def main() -> int:
    """Run the demo, serve it, photograph its first page."""
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser_path is None:
        sys.stderr.write("没有 Chromium / no Chromium: apt-get install chromium\n")
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        out = demo(Path(scratch) / "out", Settings(AS_OF)).out
        server = uvicorn.Server(uvicorn.Config(build(out), port=PORT, log_level="error"))
        threading.Thread(target=server.run, daemon=True).start()
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1366, "height": 800})
            page.goto(f"http://127.0.0.1:{PORT}/", wait_until="networkidle")
            PICTURE.parent.mkdir(exist_ok=True)
            page.screenshot(path=PICTURE)
            browser.close()
        server.should_exit = True
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
