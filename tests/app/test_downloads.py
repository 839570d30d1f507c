"""Files to take along: named beyond guessing, given to one browser, kept for a while, then gone."""

from __future__ import annotations

import ast
import asyncio
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.datastructures import Headers
from streamlit import config
from streamlit.runtime.media_file_storage import MediaFileKind, MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from geo.settings import project_dir
from serving import browsers, downloads
from serving import streamlit_internals as inside
from serving.browsers import COOKIE, Browsers, Line, Named
from serving.downloads import File, Files, Names

ANN, BOB = "A" * 43, "B" * 43
FOR_ALL = MediaFileKind.MEDIA
TO_TAKE = MediaFileKind.DOWNLOADABLE
PAST = {"download_button", "audio", "image", "logo", "pdf", "video"}
"""What hands files to Streamlit's own store."""


def test_streamlit_is_the_one_whose_inside_is_known() -> None:
    assert streamlit.__version__ == inside.WRITTEN_FOR, (
        "look through serving/streamlit_internals.py again"
    )


FILES = [
    *(project_dir() / "views").rglob("*.py"),
    *(project_dir() / "serving").glob("*.py"),
    project_dir() / "app.py",
]


def test_no_page_hands_a_file_to_streamlits_own_store() -> None:
    found = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute | ast.alias | ast.Name):
                name = getattr(node, "attr", None) or getattr(node, "name", None) or node.id
                if name in PAST:
                    found.add((path.name, name))
    assert found == {("downloads.py", "download_button")}


class Running:
    """A server on which some visits go on and others have broken off."""

    def __init__(self, *active: str, broken_off: tuple[str, ...] = ()) -> None:
        self.active = set(active)
        storage = SimpleNamespace(_cache=dict.fromkeys(broken_off))
        self._session_mgr = SimpleNamespace(_session_storage=storage)

    def is_active_session(self, session: str) -> bool:
        return session in self.active


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """Two visits, one of Ann's browser and one of a browser without cookies."""
    running = Running("ann", "nobody")
    known = Browsers(of={"ann": ANN, "nobody": ""})
    monkeypatch.setattr(downloads, "get_instance", lambda: running)
    monkeypatch.setattr(downloads, "browsers", known)
    monkeypatch.setattr(downloads, "files", Files())
    return running


def asked(app: Any, path: str, cookie: str, method: str = "GET", scheme: str = "http") -> Any:
    """Send an app a request as a server does; return the status, the headers and the content."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [(b"cookie", cookie.encode("latin-1"))] if cookie else []
    scope = {"type": "http", "method": method, "scheme": scheme, "path": path, "headers": headers}
    asyncio.run(app({**scope, "query_string": b"", "root_path": ""}, receive, send))
    content = b"".join(one.get("body", b"") for one in sent)
    return SimpleNamespace(
        status=sent[0]["status"], headers=Headers(raw=sent[0]["headers"]), content=content
    )


def ask(name: str, cookie: str = "", method: str = "GET") -> Any:
    """Request a file, with other cookies too."""
    app = Starlette(routes=[downloads.route("/")])
    own = f"other=1; {COOKIE}={cookie}" if cookie else "other=1"
    return asked(app, f"/{downloads.TAKE_URL}{name}", own, method)


def test_a_file_is_served_whole_and_only_to_be_kept(visits: Running) -> None:
    content = bytes(range(256)) * 10_000
    name = downloads.files.keep(File("ann", content, "map.html", "text/html"))
    answer = ask(name, ANN)
    assert (answer.status, answer.content) == (200, content)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="map.html"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert ask(name, ANN, "HEAD").status == 200
    assert ask(name, ANN, "POST").status == 405


@pytest.mark.parametrize("cookie", ["", BOB, ANN[:-1], ANN + "A", "é" * 43])
def test_another_browser_gets_nothing(visits: Running, cookie: str) -> None:
    name = downloads.files.keep(File("ann", b"rows", "a.csv", "text/csv"))
    answer = ask(name, cookie)
    assert (answer.status, answer.content.decode()) == (404, downloads.GONE)
    assert answer.headers["cache-control"] == "no-store"


def test_a_browser_without_cookies_takes_its_own_files_alone(visits: Running) -> None:
    name = downloads.files.keep(File("nobody", b"rows", "a.csv", "text/csv"))
    assert ask(name).content == b"rows"
    assert ask(name, ANN).status == 404


def test_a_file_is_refused_as_soon_as_its_visit_ends(visits: Running) -> None:
    name = downloads.files.keep(File("ann", b"rows", "a.csv", "text/csv"))
    assert ask(name, ANN).status == 200
    visits.active.remove("ann")
    assert ask(name, ANN).status == 404
    assert ask("A" * 43, ANN).status == 404


def test_like_files_of_two_visits_have_names_that_say_nothing() -> None:
    kept = Files()
    names = [kept.keep(File(who, b"same", "a.csv", "text/csv")) for who in ("ann", "bob", "ann")]
    assert len(set(names)) == 3
    assert all(len(name) == 43 for name in names)
    assert [kept.get(name).session for name in names] == ["ann", "bob", "ann"]


def test_a_visit_has_three_files_that_wait_and_others_keep_theirs() -> None:
    kept = Files()
    other = kept.keep(File("bob", b"b", "b.csv", "text/csv"))
    names = [kept.keep(File("ann", b"%d" % at, "a.csv", "text/csv")) for at in range(5)]
    found = [kept.get(name) for name in names]
    assert [one.content if one else None for one in found] == [None, None, b"2", b"3", b"4"]
    assert kept.get(other).content == b"b"


def test_files_of_visits_that_are_over_and_old_ones_are_dropped() -> None:
    kept, now = Files(), time.monotonic()
    young, old = now - downloads.WAIT_S + 5, now - downloads.WAIT_S - 5
    table = [("ann", young, True), ("ann", old, False), ("gone", young, False)]
    table += [("broken", young, False)]
    names = [kept.keep(File(who, b"", "a", "b", made)) for who, made, _ in table]
    kept.drop_over(Running("ann", broken_off=("broken",)))
    assert [kept.get(name) is not None for name in names] == [stays for _, _, stays in table]


def test_streamlit_gets_a_name_in_place_of_a_visitors_file(visits: Running) -> None:
    shared = MemoryMediaFileStorage("/media")
    store = Names(shared)
    name = downloads.files.keep(File("ann", b"rows", "a.csv", "text/csv"))
    assert store.load_and_get_id(name.encode(), "text/csv", TO_TAKE, "a.csv") == name
    assert store.get_url(name) == f"/app/take/{name}"
    store.delete_file(name)
    assert downloads.files.get(name).content == b"rows"
    for past in (b"rows of a visitor", b"\xff", "a/path.csv"):
        with pytest.raises(MediaFileStorageError, match=r"Offer it with `serving.downloads.draw`"):
            store.load_and_get_id(past, "text/csv", TO_TAKE, "a.csv")
    assert shared._files_by_id == {}


def test_addresses_stand_under_the_apps_own(
    visits: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "get_option", {"server.baseUrlPath": "/maps/"}.get)
    name = downloads.files.keep(File("ann", b"rows", "a.csv", "text/csv"))
    assert Names(MemoryMediaFileStorage("/media")).get_url(name) == f"/maps/app/take/{name}"


def test_what_all_share_is_named_by_all_of_it() -> None:
    store = Names(MemoryMediaFileStorage("/media"))
    whole = bytearray(downloads.WHOLE)
    names = set()
    for at in (None, 0, 300_000, 700_000, len(whole) - 1):
        one = bytearray(whole)
        if at is not None:
            one[at] = 1
        names.add(store.load_and_get_id(bytes(one), "image/png", FOR_ALL))
    assert len(names) == 5
    assert all(store.get_url(name).startswith("/media/") for name in names)
    with pytest.raises(MediaFileStorageError, match="1,048,577 bytes"):
        store.load_and_get_id(bytes(whole) + b"x", "image/png", FOR_ALL)
    store.delete_file(next(iter(names)))
    with pytest.raises(MediaFileStorageError):
        store.get_url(next(iter(names)))


async def _plain(scope: dict, receive: object, send: object) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.mark.parametrize(
    ("path", "cookie", "sets"),
    [
        ("/_stcore/health", "", True),
        ("/_stcore/host-config", "", False),
        ("/_stcore/health", ANN, False),
        ("/_stcore/health", "made-up", True),
        # A browser sent by another site's link leaves the cookie out there, but has one.
        ("/", "", False),
        ("/app/find", "", False),
    ],
)
def test_a_browser_gets_one_cookie_that_no_script_and_no_other_site_can_send(
    path: str, cookie: str, sets: bool
) -> None:
    own = f"{COOKIE}={cookie}" if cookie else ""
    said = asked(Named(_plain), path, own, scheme="https").headers.get("set-cookie", "")
    assert bool(said) == sets
    if sets:
        name, *rules = said.split("; ")
        assert browsers._NAME.fullmatch(name.removeprefix(f"{COOKIE}="))
        assert rules == ["Path=/", "HttpOnly", "SameSite=Strict", "Secure"]
        assert "Secure" not in asked(Named(_plain), path, own).headers["set-cookie"]


def begun(known: Browsers, browser: str, session: str, again: str | None = None) -> str | None:
    """Begin a visit; return the one that is taken up again."""
    asked = []

    def connect(*, existing_session_id: str | None = None) -> str:
        asked.append(existing_session_id)
        return existing_session_id or session

    line = Line(browser)
    mark = browsers._line.set(line)
    made = known.connecting(connect)(existing_session_id=again)
    browsers._line.reset(mark)
    assert line.session == made
    return asked[0]


def test_a_visit_is_taken_up_again_by_its_own_browser_alone() -> None:
    known = Browsers()
    assert begun(known, ANN, "ann") is None
    assert begun(known, ANN, "new", again="ann") == "ann"
    assert begun(known, BOB, "bob", again="ann") is None
    assert known.of == {"ann": ANN, "bob": BOB}
    assert known.owns("ann", ANN)
    assert not known.owns("ann", BOB)


def test_a_visit_was_left_if_its_browser_says_so_and_does_not_come_back() -> None:
    """1001 is a tab that was closed or led elsewhere; 1005 and 1006 are a line that broke."""
    known = Browsers()
    for session, code in (("closed", 1001), ("cut", 1006), ("lost", 1005), ("back", 1001)):
        begun(known, ANN, session)
        known.ended(Line(ANN, session, code))
    known.ended(Line(ANN, "", 1001))
    begun(known, ANN, "new", again="back")
    assert set(known.left) == {"closed"}
    known.forget(Running("back", broken_off=("cut",)))
    assert set(known.of) == {"back", "cut"}
    assert known.left == {}
