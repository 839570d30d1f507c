"""What one visit may upload: in bytes and in files, on its way and kept, and what makes room."""

from __future__ import annotations

import asyncio
import re
import tomllib
from typing import Any

import pytest
from starlette.exceptions import HTTPException
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from geo.settings import project_dir
from serving import streamlit_internals as inside
from serving import upload_budget as budget
from serving.hosting import MB, Hosting
from serving.upload_budget import Budget
from tests.app.test_downloads import Running
from views.panels import uploads as visit_files

SETTINGS = Hosting(upload_mb=10, upload_files=4)


class Server:
    """Streamlit's end of an upload: it keeps what comes, as the real one does."""

    def __init__(self) -> None:
        self.running = Running("ann", "bob")
        self.running.uploaded_file_mgr = MemoryUploadedFileManager("/_stcore/upload_file")
        self.most = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        content, more = b"", True
        while more:
            message = await receive()
            content, more = content + message["body"], message["more_body"]
            self.most = max(self.most, len(content))
        self.keep(*scope["path"].split("/")[-2:], content)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def keep(self, session: str, number: str, content: bytes, name: str = "a.csv") -> None:
        file = UploadedFileRec(number, name, "text/csv", content)
        self.running.uploaded_file_mgr.add_file(session, file)

    @property
    def held(self) -> dict[str, dict[str, int]]:
        storage = self.running.uploaded_file_mgr.file_storage
        return {who: {one: len(of.data) for one, of in own.items()} for who, own in storage.items()}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    made = Server()
    monkeypatch.setattr(budget, "get_instance", lambda: made.running)
    monkeypatch.setattr(budget, "hosting", lambda: SETTINGS)
    return made


class Upload:
    """A file that comes piece by piece, as fast as the test says."""

    def __init__(
        self, door: Budget, path: str, size: int, *, says: bool = True, pause: int = MB
    ) -> None:
        self.door, self.size, self.came, self.pause = door, size, 0, pause
        headers = [(b"content-length", str(size).encode())] if says else []
        self.scope = {"type": "http", "method": "PUT", "path": path, "headers": headers}
        self.go = asyncio.Event()
        self.status, self.said = 0, ""

    async def receive(self) -> dict[str, Any]:
        if self.came >= self.pause:
            await self.go.wait()
        piece = min(MB, self.size - self.came)
        self.came += piece
        return {"type": "http.request", "body": b"x" * piece, "more_body": self.came < self.size}

    async def send(self, message: dict[str, Any]) -> None:
        self.status = message.get("status", self.status)
        self.said += message.get("body", b"").decode()

    async def run(self) -> Upload:
        try:
            await self.door(self.scope, self.receive, self.send)
        except HTTPException as error:
            self.status, self.said = error.status_code, error.detail
        return self


def sent(door: Budget, number: str, size: int, who: str = "ann", *, says: bool = True) -> Upload:
    async def whole() -> Upload:
        one = Upload(door, f"/_stcore/upload_file/{who}/{number}", size, says=says)
        one.go.set()
        return await one.run()

    return asyncio.run(whole())


@pytest.mark.parametrize("says", [True, False])
def test_bytes_over_the_budget_are_refused_and_not_kept(server: Server, says: bool) -> None:
    door = Budget(server)
    for number, size, status in (("a", 4, 204), ("b", 5, 204), ("c", 2, 413)):
        assert sent(door, number, size * MB, says=says).status == status
    assert server.held == {"ann": {"a": 4 * MB, "b": 5 * MB}}
    refused = sent(door, "d", 3 * MB, says=says)
    assert refused.came == refused.size, "what nobody reads cuts the answer off"
    assert refused.said.startswith("This visit holds 2 files of 9.0 MB, and one more of ")
    assert "a visit may hold 4 files and 10 MB. Remove a file, or press Forget" in refused.said


def test_what_does_not_say_its_size_is_stopped_where_it_is_too_much(server: Server) -> None:
    assert sent(Budget(server), "a", 15 * MB, says=False).status == 413
    assert server.most == 10 * MB
    assert server.held == {}


def test_what_says_its_size_is_stopped_before_its_first_byte(server: Server) -> None:
    assert sent(Budget(server), "a", 15 * MB).status == 413
    assert server.most == 0


def test_files_over_the_budget_are_refused_however_small(server: Server) -> None:
    door = Budget(server)
    assert [sent(door, str(at), 1).status for at in range(6)] == [204] * 4 + [413] * 2
    assert list(server.held["ann"]) == ["0", "1", "2", "3"]


def test_each_visit_has_a_budget_of_its_own(server: Server) -> None:
    door = Budget(server)
    assert sent(door, "a", 9 * MB, "ann").status == 204
    assert sent(door, "a", 9 * MB, "bob").status == 204


def test_what_is_removed_or_replaced_makes_room(server: Server) -> None:
    door = Budget(server)
    assert sent(door, "a", 9 * MB).status == 204
    assert sent(door, "a", 8 * MB).status == 204
    assert sent(door, "b", 9 * MB).status == 413
    inside.drop_upload(server.running, "ann", "a")
    assert sent(door, "b", 9 * MB).status == 204


def test_unless_set_the_largest_file_fits_in_each_box_and_one_is_on_its_way() -> None:
    file = project_dir() / ".streamlit" / "config.toml"
    largest = tomllib.loads(file.read_text(encoding="utf-8"))["server"]["maxUploadSize"] * 1024**2
    # A file that was read is given back at once: what counts are the boxes of one page.
    views = project_dir() / "views"
    of_page = [
        {*re.findall(r'"(\w+)"', drawn), "saved"}
        for page in ("reach.py", "new_sites.py")
        for drawn in re.findall(r"draw_files\(view, \((.+?)\)\)", (views / page).read_text("utf-8"))
    ]
    assert set().union(*of_page) == {*visit_files._BOXES, "saved"} - {*visit_files._OF_SCHOOLS}
    boxes = max(*map(len, of_page), len(visit_files._OF_SCHOOLS))
    assert boxes == 5
    assert Hosting().upload_mb * MB >= (boxes + 1) * largest + boxes * 1_000
    assert Hosting().upload_files >= 2 * boxes


def test_long_names_count(server: Server) -> None:
    server.keep("ann", "a", b"", "x" * 9 * MB)
    assert sent(Budget(server), "b", 2 * MB).status == 413


@pytest.mark.parametrize("says", [True, False])
def test_uploads_on_their_way_count_together(server: Server, says: bool) -> None:
    """Three of 4 MB at once: two fit, whichever comes first, and what ends is not counted twice."""
    door = Budget(server)

    async def all_at_once() -> list[int]:
        path = "/_stcore/upload_file/ann/{}"
        ups = [Upload(door, path.format(at), 4 * MB, says=says) for at in "abc"]
        runs = [asyncio.create_task(one.run()) for one in ups]
        await asyncio.sleep(0)
        for one in ups:
            one.go.set()
        return sorted([(await run).status for run in runs])

    assert asyncio.run(all_at_once()) == [204, 204, 413]
    assert sum(server.held["ann"].values()) == 8 * MB
    assert door._coming == {}
    assert sent(door, "d", 1 * MB).status == 204


@pytest.mark.parametrize(("says", "pause"), [(True, MB), (False, 6 * MB)])
def test_what_is_still_on_its_way_leaves_no_room_for_more(
    server: Server, says: bool, pause: int
) -> None:
    """The first has said that it is of 7 MB, or 6 MB of it have come; none of it is kept yet."""
    door = Budget(server)

    async def second_while_the_first_waits() -> int:
        path = "/_stcore/upload_file/ann/{}"
        first = Upload(door, path.format("a"), 7 * MB, says=says, pause=pause)
        waiting = asyncio.create_task(first.run())
        while first.came < pause:
            await asyncio.sleep(0)
        second = Upload(door, path.format("b"), 5 * MB)
        second.go.set()
        await second.run()
        assert server.held == {}
        first.go.set()
        assert (await waiting).status == 204
        return second.status

    assert asyncio.run(second_while_the_first_waits()) == 413


def test_files_on_their_way_count_together(server: Server) -> None:
    door = Budget(server)

    async def all_at_once() -> list[int]:
        path = "/_stcore/upload_file/ann/{}"
        ups = [Upload(door, path.format(at), 2, pause=1) for at in range(6)]
        for one in ups:
            one.came = 1
        runs = [asyncio.create_task(one.run()) for one in ups]
        await asyncio.sleep(0)
        assert server.held == {}
        for one in ups:
            one.go.set()
        return sorted([(await run).status for run in runs])

    assert asyncio.run(all_at_once()) == [204] * 4 + [413] * 2


def test_requests_that_bring_no_file_pass(server: Server) -> None:
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["path"])

    door = Budget(app)
    server.keep("ann", "a", b"x" * 9 * MB)
    for kind, method, path in (
        ("http", "DELETE", "/_stcore/upload_file/ann/a"),
        ("http", "PUT", "/_stcore/upload_file/ann"),
        ("http", "GET", "/"),
        ("websocket", "", "/_stcore/stream"),
    ):
        scope = {"type": kind, "method": method, "path": path, "headers": []}
        asyncio.run(door(scope, None, None))
    assert len(seen) == 4


def test_an_upload_that_outlives_its_visit_is_dropped(server: Server) -> None:
    for who in ("ann", "away", "over"):
        server.keep(who, "a", b"x")
    server.running._session_mgr._session_storage._cache["away"] = None
    budget.drop_strays(server.running)
    assert set(server.held) == {"ann", "away"}
