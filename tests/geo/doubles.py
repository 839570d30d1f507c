"""Publishers on loopback: they speak the real protocols, and fail as real ones do when told to."""

from __future__ import annotations

import gzip
import hashlib
import json
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from geo.fetch.client import Client

Fault = Callable[["Publishers", Request, Response], Response]
WEB_PAGE = b"<!DOCTYPE html><html><title>Service unavailable</title></html>"


@dataclass
class Layer:
    """A layer of a feature service."""

    rows: list[dict[str, Any]]
    shapes: list[dict[str, Any]] | None = None
    page: int = 2
    """Most features of one answer."""
    flag: str = "top"
    """Where the answer says that more is to come: `top`, `inside` or `nowhere`."""
    id_field: str = "FID"
    answers: dict[str, Any] = field(default_factory=dict)
    """What to answer instead, by kind of question: `about`, `count`, `page`."""

    def answer(self, path: str, asked: dict[str, str], turn: int) -> Any:
        if not path.endswith("/query"):
            return self.answers.get("about") or {
                "maxRecordCount": self.page,
                "objectIdField": self.id_field,
                "fields": [{"name": name} for name in (self.id_field, *self.rows[0])],
            }
        if asked.get("returnCountOnly") == "true":
            return self.answers.get("count") or {"count": len(self.rows)}
        if "page" in self.answers:
            return self.answers["page"]
        order = list(range(len(self.rows)))
        if asked.get("orderByFields") != self.id_field:
            order = order[turn % len(order) :] + order[: turn % len(order)]
        first = int(asked["resultOffset"])
        chosen = order[first : first + min(self.page, int(asked["resultRecordCount"]))]
        wanted = asked["outFields"].split(",")
        named = [{self.id_field: at + 1, **self.rows[at]} for at in chosen]
        cut = [{name: row[name] for name in wanted} for row in named]
        more = {"exceededTransferLimit": True} if first + len(chosen) < len(self.rows) else {}
        where = {"top": more, "inside": {"properties": more}, "nowhere": {}}[self.flag]
        if asked["f"] == "json":
            return {"features": [{"attributes": row} for row in cut], **where}
        assert asked["f"] == "geojson"
        return {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "id": at + 1, "properties": row, "geometry": self.shapes[at]}
                for at, row in zip(chosen, cut, strict=True)
            ],
            **where,
        }


class Publishers:
    """Every publisher there is, at one address: the host is the first part of the path."""

    def __init__(self, server: HTTPServer) -> None:
        self.server = server
        self.files: dict[str, bytes] = {}
        self.layers: dict[str, Layer] = {}
        self.lists: dict[str, Any] = {}
        """Answers of an API, by path."""
        self.faults: dict[int, Fault] = {}
        """What goes wrong at which request, the first being 1."""
        self.always: Fault | None = None
        self.asked: list[Request] = []
        self.ended = threading.Event()
        server.clear()
        server.expect_request(ANY).respond_with_handler(self._answer)

    def client(self, tries: int = 1, **more: Any) -> Client:
        return Client(
            {"https://": f"http://127.0.0.1:{self.server.port}/"},
            **{"tries": tries, "wait_s": 0, "read_s": 20, **more},
        )

    def again(self) -> None:
        """Forget what went wrong and what was asked."""
        self.faults, self.always, self.asked = {}, None, []

    def _answer(self, request: Request) -> Response:
        self.asked.append(request)
        turn = len(self.asked)
        plain = self._plain(request, turn)
        fault = self.faults.get(turn) or self.always
        return fault(self, request, plain) if fault else plain

    def _plain(self, request: Request, turn: int) -> Response:
        address = f"https:/{request.path}"
        for service, layer in self.layers.items():
            if address.startswith(service):
                return _json(layer.answer(request.path, dict(request.args), turn))
        if address in self.lists:
            found = self.lists[address]
            return _json(
                found[int(request.args.get("page", 1)) - 1] if isinstance(found, list) else found
            )
        if address in self.files:
            return _file(self.files[address], request)
        return Response("Not found", 404)


class _Any(str):
    """A path that every path is."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = str.__hash__


ANY = _Any("/")


def _json(content: Any) -> Response:
    return Response(json.dumps(content), mimetype="application/json")


def _file(content: bytes, request: Request) -> Response:
    """Answer as a file server does: with a tag, a part if asked for, or nothing new."""
    tag = '"' + hashlib.sha256(content).hexdigest()[:16] + '"'
    headers = {"ETag": tag, "Accept-Ranges": "bytes"}
    if request.headers.get("If-None-Match") == tag:
        return Response(status=304, headers=headers)
    wanted = request.headers.get("Range")
    if wanted and request.headers.get("If-Range", tag) == tag:
        first = int(wanted.removeprefix("bytes=").removesuffix("-"))
        if first >= len(content):
            return Response(status=416, headers=headers)
        part = f"bytes {first}-{len(content) - 1}/{len(content)}"
        return Response(content[first:], 206, {**headers, "Content-Range": part})
    return Response(content, headers=headers)


def status(code: int, **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda *_: Response("no", code, named)


def web_page(*_: Any) -> Response:
    """What a publisher in trouble answers: a page, and 200."""
    return Response(WEB_PAGE, mimetype="text/html")


def reset(_here: Publishers, request: Request, plain: Response) -> Response:
    """Break the connection instead of answering."""
    line = request.environ["werkzeug.socket"]
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.shutdown(socket.SHUT_RDWR)
    return plain


def truncated(_here: Publishers, _request: Request, plain: Response) -> Response:
    """Promise the whole, and stop half way."""
    content = plain.get_data()
    headers = {**dict(plain.headers), "Content-Length": str(len(content))}
    return Response(iter([content[: len(content) // 2]]), plain.status_code, headers)


def silent(here: Publishers, _request: Request, plain: Response) -> Response:
    """Send nothing until the test is over."""
    here.ended.wait(60)
    return plain


def published(tmp_path: Path, name: str, rows: list[list[object]], sheet: str = "") -> bytes:
    """Return the bytes of a dataset's file as its publisher has it: never gzipped."""
    from tests.geo.examples import write

    content = write(tmp_path / "publisher" / name, name, rows, sheet).read_bytes()
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content


def host(address: str) -> str:
    return urlsplit(address).netloc
