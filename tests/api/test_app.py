"""The JSON door: one shape for every success, one for every error, and nothing but reading."""

from __future__ import annotations

import json
import os
import re
import socket
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import APIRouter
from fastapi.testclient import TestClient

from dafeng.api.app import create_app
from dafeng.domain.errors import DafengError
from dafeng.serve import build, serve

LOCAL = {"base_url": "http://127.0.0.1:8321", "client": ("127.0.0.1", 50000)}
ROUTES = (
    "/health", "/results", "/plan", "/clauses/一(一)", "/targets", "/targets/T01", "/targets/二(一)1%231", "/findings",
    "/accounts", "/accounts/2023", "/figures/co2/territorial/990100/2023", "/trace/co2/territorial/990100/2023",
    "/pathway", "/documents",
)  # fmt: skip


def assert_error(body: dict) -> None:
    """The one error shape, in both languages."""
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message_zh", "message_en", "faults"}
    assert re.search(r"[\u4e00-\u9fff]", body["error"]["message_zh"])
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"'[^']*'|: .*", "", body["error"]["message_en"]))
    assert body["error"]["code"].startswith("E_")


@pytest.mark.parametrize("route", ROUTES)
def test_one_success_shape(client: TestClient, route: str) -> None:
    """Every route answers with data and meta, and meta says which run it is."""
    answer = client.get(f"/api/v1{route}")

    assert answer.status_code == 200
    assert set(answer.json()) == {"data", "meta"}
    assert answer.json()["meta"] == {
        "schema_version": 1, "version": "0.1.0", "as_of": "2026-11-22", "seed": 7,
        "synthetic_notice": "示例数据均为虚构（等级 S、D），不代表任何城市。",
        "synthetic_notice_en": "Made-up figures (grades S and D), for showing only.",
    }  # fmt: skip
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_summary_counts(client: TestClient) -> None:
    """The summary counts targets by standing and findings by severity, and adds up."""
    data = client.get("/api/v1/results").json()["data"]

    assert data["standings"] == {
        "met": 0,
        "on_course": 1,
        "at_risk": 1,
        "off_course": 0,
        "cannot_be_judged": 1,
    }
    assert data["findings"] == {"serious": 1, "notice": 2, "hint": 1}
    assert data["years"] == [str(year) for year in range(2015, 2024)]


def test_a_trace_goes_down_to_the_file(client: TestClient) -> None:
    """A trace is nested name, value, unit, formula, basis, grade and inputs, down to a file hash and a rule."""
    node = client.get("/api/v1/trace/co2/final_combustion/990100/2023").json()["data"]
    found = []

    def walk(one: dict) -> None:
        assert set(one) >= {"name", "value", "unit", "formula", "basis", "grade", "inputs"}
        found.append(json.dumps(one, ensure_ascii=False))
        for child in one["inputs"]:
            walk(child)

    walk(node)

    assert node["value"] == pytest.approx(6.0e6 * 1.03**8)
    assert any("ab" * 32 in text for text in found)
    assert any("ncv-raw-coal" in text for text in found)


@pytest.mark.parametrize(
    ("route", "near"),
    [
        ("/clauses/一(二)", "一(一)"),
        ("/targets/T99", "T01"),
        ("/accounts/2033", "2023"),
        ("/figures/co2/teritorial/990100/2023", "co2/territorial/990100/2023"),
        ("/trace/co2/teritorial/990100/2023", "co2/territorial/990100/2023"),
        ("/documents/简报.doc", "简报.docx"),
    ],
)
def test_the_unknown_names_its_neighbours(client: TestClient, route: str, near: str) -> None:
    """An unknown id is 404 in the error shape, with the nearest known ones."""
    answer = client.get(f"/api/v1{route}")

    assert answer.status_code == 404
    assert_error(answer.json())
    assert near in answer.json()["error"]["message_en"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"])
@pytest.mark.parametrize("path", ["/", "/api/v1/results", "/api/v1/documents/plan.json", "/nowhere"])
def test_only_get(client: TestClient, method: str, path: str) -> None:
    """Any other method is 405, on every path."""
    answer = client.request(method, path)

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    if method != "HEAD":
        assert_error(answer.json())


@pytest.mark.parametrize(
    "name",
    ["../secret.txt", "..%2Fsecret.txt", "%2e%2e/secret.txt", "inputs/../../secret.txt", "/etc/passwd", "%2Fetc%2Fpasswd",
     "link.txt", "unlisted.txt", ".", ""],
)  # fmt: skip
def test_nothing_outside_the_list_is_served(folder: Path, name: str) -> None:
    """No name leads out of the folder, through a link, or to a file the manifest does not list."""
    (folder.parent / "secret.txt").write_text("secret", "utf-8")
    (folder / "unlisted.txt").write_text("secret", "utf-8")
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    record = json.loads((folder / "manifest.json").read_text("utf-8"))
    # Even a manifest somebody edited must not open the way out.
    record["outputs"] += [
        {"name": given, "bytes": 6, "sha256": ""} for given in ("../secret.txt", "link.txt")
    ]
    (folder / "manifest.json").write_text(json.dumps(record), "utf-8")

    answer = TestClient(build(folder), **LOCAL).get(f"/api/v1/documents/{name}")

    assert "secret" not in answer.text.replace("secret.txt", "")
    if name not in {"", "."}:
        assert answer.status_code == 404


def test_a_document_comes_byte_for_byte(client: TestClient, folder: Path) -> None:
    """A listed file downloads as it is, under its own name."""
    answer = client.get(f"/api/v1/documents/{quote('简报.docx')}")

    assert answer.content == (folder / "简报.docx").read_bytes()
    assert "attachment" in answer.headers["content-disposition"]
    assert client.get("/api/v1/documents/inputs/plan/plan.txt").text == "示例"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8321", "127.0.0.1.evil.example", "192.168.1.5", "", "[::2]"]
)
def test_foreign_hosts_are_refused(client: TestClient, host: str) -> None:
    """A name that is not this machine's is refused, so that a rebound name reads nothing."""
    answer = client.get("/api/v1/results", headers={"host": host})

    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "E_HOST"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:9", "localhost:8321", "LOCALHOST", "[::1]:8321"])
def test_this_machine_is_welcome(client: TestClient, host: str) -> None:
    """Every loopback name is accepted, with and without a port."""
    assert client.get("/api/v1/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("address", ["192.168.1.5", "testclient", "2001:db8::1"])
def test_strangers_see_health_only(folder: Path, address: str) -> None:
    """A connection from another machine is refused everything but health, with the reason."""
    stranger = TestClient(build(folder), base_url=LOCAL["base_url"], client=(address, 1))
    refused = stranger.get("/")

    assert refused.status_code == 403
    assert_error(refused.json())
    assert stranger.get("/api/v1/health").status_code == 200
    assert stranger.get("/api/v1/documents/plan.json").status_code == 403


def test_a_new_run_shows_at_once(client: TestClient, folder: Path) -> None:
    """The folder is read again when its manifest changes, and only then."""
    assert client.get("/api/v1/targets").json()["meta"]["seed"] == 7
    book = json.loads((folder / "results.json").read_text("utf-8")) | {"seed": 8}
    (folder / "results.json").write_text(json.dumps(book), "utf-8")
    before = client.get("/api/v1/targets").json()["meta"]["seed"]
    os.utime(folder / "manifest.json", (1, 1))

    assert before == 7
    assert client.get("/api/v1/targets").json()["meta"]["seed"] == 8


@pytest.mark.parametrize("name", ["results.json", "plan.json", "manifest.json"])
@pytest.mark.parametrize("damage", ["absent", "broken"])
def test_a_damaged_folder_is_said(client: TestClient, folder: Path, name: str, damage: str) -> None:
    """Without one of its three files, or with a broken one, every answer is 503 with what to do."""
    if damage == "absent":
        (folder / name).unlink()
    else:
        (folder / name).write_text("{", "utf-8")

    answer = client.get("/api/v1/health")

    assert answer.status_code == 503
    assert_error(answer.json())
    assert client.get("/").status_code == 503


def test_no_pathway_is_said(client: TestClient, folder: Path) -> None:
    """A run without a pathway answers 404 with the reason instead of null."""
    book = json.loads((folder / "results.json").read_text("utf-8")) | {"pathway": None}
    (folder / "results.json").write_text(json.dumps(book), "utf-8")

    answer = client.get("/api/v1/pathway")

    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "E_NO_PATHWAY"


def test_a_failure_keeps_shape_and_headers(folder: Path) -> None:
    """An unforeseen fault is 500 in the error shape, with the headers and without its inner words."""
    router = APIRouter()

    @router.get("/api/v1/broken")
    def broken() -> None:
        raise RuntimeError("inner words")

    app = create_app(folder, (router,))
    answer = TestClient(app, raise_server_exceptions=False, **LOCAL).get("/api/v1/broken")

    assert answer.status_code == 500
    assert_error(answer.json())
    assert "inner words" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_errors_under_api_are_json(client: TestClient) -> None:
    """An unknown address under /api is JSON and elsewhere a page."""
    assert_error(client.get("/api/v2/results").json())
    assert client.get("/nowhere").headers["content-type"].startswith("text/html")


def test_the_schema_is_served_and_the_stock_pages_are_not(client: TestClient) -> None:
    """OpenAPI lists every route; the stock pages, which load scripts from outside, do not exist."""
    schema = client.get("/api/v1/openapi.json").json()

    assert {path for path in schema["paths"] if not path.startswith("/api/v1/")} == set()
    assert len(schema["paths"]) == 14
    assert all("summary" in operation for path in schema["paths"].values() for operation in path.values())
    assert client.get("/docs").status_code == client.get("/redoc").status_code == 404


def test_every_route_is_documented(client: TestClient, checkout: Path) -> None:
    """docs/use/web.md names every route and every page."""
    page = (checkout / "docs" / "use" / "web.md").read_text("utf-8")
    paths = [re.sub(r":path", "", path) for path in client.get("/api/v1/openapi.json").json()["paths"]]

    assert [
        path for path in [*paths, "/plan", "/accounts", "/pathway", "/trace/"] if f"`{path}" not in page
    ] == []


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org", ""])  # noqa: S104
def test_serving_others_is_refused(folder: Path, host: str) -> None:
    """Without log-in the service refuses to listen where other machines could reach it."""
    with pytest.raises(DafengError, match="E_HOST"):
        serve(folder, host=host)


def test_serving_nothing_is_refused(tmp_path: Path) -> None:
    """A folder that is no output is refused before anything listens."""
    with pytest.raises(DafengError, match="E_NO_RESULTS"):
        serve(tmp_path)


def test_a_port_in_use_is_said(folder: Path) -> None:
    """A port somebody else listens on is refused with what to do, before anything is served."""
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(DafengError, match="E_PORT"):
        serve(folder, port=taken.getsockname()[1])
