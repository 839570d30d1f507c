"""A small client of WebDriver BiDi, enough to drive Debian's Firefox without a driver between.

Firefox speaks the protocol itself once it has a debugging port; see https://w3c.github.io/webdriver-bidi.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

LOCAL = (
    "http://localhost:",
    "http://127.0.0.1:",
    "data:",
    "blob:",
    "file:",
    "about:",
    "ws://local",
)

# Firefox at rest asks its maker for many things: each is off, and whatever is left goes to a
# proxy that is not there. Only this machine is asked without it.
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.region.network.url": "",
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.search.update": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage": "about:blank",
    "browser.startup.page": 0,
    "captivedetect.canonicalURL": "",
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.connection.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disablePrefetch": True,
    "network.prefetch-next": False,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.no_proxies_on": "localhost, 127.0.0.1",
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.type": 1,
    "network.trr.mode": 5,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "",
    "ui.systemUsesDarkTheme": 0,
}


class BrowserError(Exception):
    """What the browser answered instead of a result."""


class Firefox:
    """One window of Firefox with one tab, and what its pages said and asked."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._asked = 0
        self.errors: list[str] = []
        """Errors that no page caught."""
        self.outside: list[str] = []
        """Addresses elsewhere that a page asked for."""
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self.tab = self.send("browsingContext.getTree")["contexts"][0]["context"]

    def send(self, method: str, **parameters: object) -> dict:
        """Send a command and wait for its result; what happens meanwhile is written down."""
        self._asked += 1
        self._socket.send(json.dumps({"id": self._asked, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=60))
            if message["type"] == "event":
                self._note(message["method"], message["params"])
            elif message["id"] == self._asked:
                break
        if message["type"] == "error":
            raise BrowserError(f"{method}: {message['error']}: {message['message']}")
        return message["result"]

    def _note(self, event: str, what: dict) -> None:
        if event == "log.entryAdded" and what["type"] == "javascript" and what["level"] == "error":
            self.errors.append(what["text"])
        if event == "network.beforeRequestSent":
            url = what["request"]["url"]
            if not url.startswith(LOCAL):
                self.outside.append(url)

    def size(self, width: int, height: int) -> None:
        """Set the size of the page in pixels."""
        viewport = {"width": width, "height": height}
        self.send("browsingContext.setViewport", context=self.tab, viewport=viewport)

    def open(self, url: str) -> None:
        """Go to a page and wait until it has loaded and the one before it is gone."""
        self.run("() => { window.left = true; }")
        self.send("browsingContext.navigate", context=self.tab, url=url, wait="complete")
        # An address that the page before writes meanwhile ends the browser's own wait too soon.
        self.wait("() => !window.left && document.readyState === 'complete'")

    def frame(self, part: str) -> str:
        """Wait for a frame whose address contains `part`; return its context."""
        for _ in range(400):
            tree = self.send("browsingContext.getTree", root=self.tab)["contexts"][0]
            for child in tree["children"]:
                if part in child["url"]:
                    return child["context"]
            time.sleep(0.05)
        raise BrowserError(f"no frame with {part!r}")

    def run(self, function: str, *arguments: object, frame: str = "") -> object:
        """Call a JavaScript function in the page, or in a frame; arguments and result are JSON."""
        call = f"async (text) => JSON.stringify(await ({function})(...JSON.parse(text)))"
        answer = self.send(
            "script.callFunction",
            functionDeclaration=call,
            arguments=[{"type": "string", "value": json.dumps(arguments)}],
            target={"context": frame or self.tab},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise BrowserError(answer["exceptionDetails"]["text"])
        text = answer["result"].get("value")
        return None if text is None else json.loads(text)

    def wait(self, function: str, *arguments: object, frame: str = "", most: float = 45) -> object:
        """Call a function until what it returns is true; return that."""
        end = time.monotonic() + most
        while time.monotonic() < end:
            # The page may not be there yet, or may go while it is asked.
            with contextlib.suppress(BrowserError):
                if answer := self.run(function, *arguments, frame=frame):
                    return answer
            time.sleep(0.05)
        raise BrowserError(f"not true within {most} s: {function}")

    def still(self, function: str, *arguments: object, frame: str = "") -> object:
        """Call a function until it returns the same twice, a quarter of a second apart."""
        before = None
        while (now := self.wait(function, *arguments, frame=frame)) != before:
            before = now
            time.sleep(0.25)
        return now

    def move(self, x: float, y: float) -> None:
        """Move the mouse to a point of the page."""
        self._mouse([{"type": "pointerMove", "x": round(x), "y": round(y)}])

    def click(self, x: float, y: float) -> None:
        """Click at a point of the page."""
        down, up = {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}
        self._mouse([{"type": "pointerMove", "x": round(x), "y": round(y)}, down, up])

    def _mouse(self, steps: list[dict]) -> None:
        source = {"type": "pointer", "id": "mouse", "actions": steps}
        self.send("input.performActions", context=self.tab, actions=[source])

    def type(self, text: str) -> None:
        """Type on the keyboard; a line break is Enter."""
        keys = text.replace("\n", "\ue007")
        steps = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        source = {"type": "key", "id": "keyboard", "actions": steps}
        self.send("input.performActions", context=self.tab, actions=[source])

    def middle(self, selector: str, frame: str = "") -> tuple[float, float]:
        """Wait for an element that a selector finds, and for its place on the page."""
        found = self.still(
            """(selector) => {
              const box = document.querySelector(selector)?.getBoundingClientRect();
              return box && box.width > 0 && [box.x + box.width / 2, box.y + box.height / 2];
            }""",
            selector,
            frame=frame,
        )
        return found[0], found[1]

    def screenshot(self) -> bytes:
        """Return a picture of the page: a PNG."""
        return base64.b64decode(
            self.send("browsingContext.captureScreenshot", context=self.tab)["data"]
        )


@contextlib.contextmanager
def firefox(program: str, home: Path, port: int) -> Iterator[Firefox]:
    """Start Firefox with a fresh profile in an empty folder, without a window on any screen."""
    lines = [
        f"user_pref({json.dumps(key)}, {json.dumps(PREFERENCES[key])});" for key in PREFERENCES
    ]
    profile = home / "profile"
    profile.mkdir()
    (profile / "user.js").write_text("\n".join(lines))
    with (home / "said.txt").open("w") as said:
        process = subprocess.Popen(
            [program, "--headless", "--no-remote", "--profile", str(profile)]
            + ["--remote-debugging-port", str(port), "about:blank"],
            env={**os.environ, "HOME": str(home), "MOZ_CRASHREPORTER_DISABLE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        with _reach(process, port) as socket:
            opened = Firefox(socket)
            yield opened
            with contextlib.suppress(BrowserError, WebSocketException):
                opened.send("browser.close")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def _reach(process: subprocess.Popen, port: int) -> ClientConnection:
    for _ in range(600):
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError, WebSocketException):
            return connect(f"ws://127.0.0.1:{port}/session", max_size=None, proxy=None)
        time.sleep(0.1)
    raise BrowserError("Firefox did not open its debugging port")
