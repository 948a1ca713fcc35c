"""Entry point of the ``dafeng`` command: the command line, with the server it may start."""

from __future__ import annotations

from pathlib import Path

from dafeng.cli import main as command_line


def main() -> None:
    """Run ``dafeng``."""
    command_line(_serve)


def _serve(folder: Path, host: str, port: int) -> None:
    # Imported here so that every other command starts without the web server.
    from dafeng.serve import serve

    serve(folder, host, port)


if __name__ == "__main__":
    main()
