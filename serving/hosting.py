"""Who runs this app and where: what its notices say, which host names it answers to, what it logs.

Each setting is a key of a TOML file, which `COLDSPOTS_CONFIG` names, or an environment variable,
which counts for more. Without any, the app runs on one's own machine and says so.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geo.errors import BadInputError, first_of
from geo.uploads import read_most

if TYPE_CHECKING:
    from geo.travel import CostChoice
    from layers.reach import ServerRouter

FILE = "COLDSPOTS_CONFIG"
"""Environment variable that names the file."""
LONGEST = 300
"""Characters of a setting, at most."""
LOGS = ("errors", "all")
MB = 1_000_000
UPLOAD_MB, UPLOAD_FILES = 130, 12
"""What a visit may hold where nothing is set: the largest file in each of five boxes of a page,
and one more on its way to take the place of another."""
MOST_NUMBER = 100_000
"""Of a setting that is a number."""
_MOST_BYTES = 1_000_000
"""Of the file of settings."""
_NUMBERS = ("upload_mb", "upload_files")
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9:/?&=%._~+@!-]+|https?://\[::1\][A-Za-z0-9:/?&=%._~+@!-]*")
_HOST = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


def _setting(words: str, default: Any = "") -> Any:
    return field(default=default, metadata={"words": words})


@dataclass(frozen=True)
class Hosting:
    """The settings; what is not set is empty."""

    operator: str = _setting("who runs the server, as visitors know them")
    contact: str = _setting("where visitors write to: an address for mail, or of a page")
    data_protection: str = _setting("who answers for data protection, and how they are reached")
    legal_basis: str = _setting("the legal basis on which visitors' files are worked on")
    log_kept: str = _setting("how long the logs of the server and of the proxy are kept")
    place: str = _setting("the country in which the server stands")
    enforcement: str = _setting("whom to turn to if a complaint about accessibility fails")
    equality_lead: str = _setting("who made the equality impact assessment, and where it is")
    reviewed: str = _setting("the day on which the notices were last read over")
    hosts: tuple[str, ...] = _setting("host names the app answers to; `*.` stands for any", ())
    log: str = _setting("`errors`, or `all` for a line for each page too", "")
    upload_mb: int = _setting("megabytes of files that one visit may hold", UPLOAD_MB)
    upload_files: int = _setting("files that one visit may hold", UPLOAD_FILES)
    tiles: str = _setting("address of a basemap's tiles, with {z}, {x} and {y}; none unless set")
    router: str = _setting("kind of a router that journey times come from; none unless set")
    router_url: str = _setting("its address, needed with `router`")
    router_key: str = field(
        default="", repr=False, metadata={"words": "its key, if it wants one; shown to nobody"}
    )
    router_modes: tuple[str, ...] = _setting("ways to travel that it knows", ("drive",))
    visitor_routers: tuple[str, ...] = _setting(
        "addresses of routers that visitors may use with keys of their own; none unless set", ()
    )
    tiles_credit: str = _setting("whom the basemap is by, as its licence asks; needed with `tiles`")

    def logs_all(self) -> bool:
        """Test whether every page is logged: on a server somebody runs for others, unless set."""
        return (self.log or ("all" if self.operator else "errors")) == "all"


def variable(name: str) -> str:
    """Return the environment variable of a setting."""
    return f"COLDSPOTS_{name.upper()}"


def words(name: str) -> str:
    """Return what a setting is."""
    return str(next(one for one in fields(Hosting) if one.name == name).metadata["words"])


@cache
def hosting() -> Hosting:
    """Read the settings once.

    Raises
    ------
    BadInputError
        If a setting is none, or cannot be used.
    """
    return read(os.environ)


def read(environment: Mapping[str, str]) -> Hosting:
    """Read the settings from the environment and from the file that it names."""
    given: dict[str, Any] = {}
    if path := environment.get(FILE):
        given = _from_file(Path(path))
    known = [one.name for one in fields(Hosting)]
    if strange := sorted(set(given) - set(known)):
        raise BadInputError(
            f"{FILE}: {first_of(strange)} settings are none of this app's. There are: "
            f"{', '.join(known)}."
        )
    for name in known:
        if variable(name) in environment:
            given[name] = environment[variable(name)]
    made = {name: _checked(name, value) for name, value in given.items()}
    if bool(made.get("tiles")) != bool(made.get("tiles_credit")):
        raise BadInputError(
            "tiles, tiles_credit: a basemap needs both, the address of its tiles and its credit. "
            "Set the one that is missing, or leave both away."
        )
    if bool(made.get("router")) != bool(made.get("router_url")):
        raise BadInputError(
            "router, router_url: a router needs both, its kind and its address. Set the one that "
            "is missing, or leave both away."
        )
    settings = Hosting(**made)
    server_router(settings)
    return settings


def server_router(settings: Hosting) -> ServerRouter | None:
    """Return the router of the settings; None where there is none.

    Raises
    ------
    BadInputError
        If its kind, its address or a way to travel is none.
    """
    if not settings.router:
        return None
    from geo.travel import check_router
    from layers.reach import ServerRouter

    for mode in settings.router_modes:
        check_router(_choice(settings, mode))
    return ServerRouter(_choice(settings, settings.router_modes[0]), settings.router_modes)


def _choice(settings: Hosting, mode: str) -> CostChoice:
    from geo.travel import CostChoice

    return CostChoice(
        router=settings.router,
        router_url=settings.router_url,
        key=settings.router_key,
        mode=mode,
    )


def _from_file(path: Path) -> dict[str, Any]:
    try:
        content = read_most(path, _MOST_BYTES)
        if len(content) > _MOST_BYTES:
            raise ValueError(f"more than {_MOST_BYTES:,} bytes")
        return tomllib.loads(content.decode("utf-8"))
    except (OSError, ValueError) as error:
        raise BadInputError(
            f"{FILE}: {path.name} could not be read as TOML ({type(error).__name__}). Mend it, or "
            "leave the variable away."
        ) from error


def _checked(name: str, value: Any) -> Any:
    if name == "hosts":
        return _hosts(value)
    if name == "router_modes":
        return _listed(name, value) or ("drive",)
    if name == "visitor_routers":
        return _origins(_listed(name, value))
    if name in _NUMBERS:
        return _number(name, value)
    if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
        raise BadInputError(
            f"{name}: a setting is one line of text of at most {LONGEST} characters, and this is "
            "not. Shorten it, or put it into quotation marks."
        )
    value = value.strip()
    if name == "tiles" and value:
        check_tiles(value)
    if name == "log" and value not in ("", *LOGS):
        raise BadInputError(f"log: {value!r} is none of {', '.join(LOGS)}.")
    return value


_PLACES = ("{z}", "{x}", "{y}")
"""What stands in the address of a tile for its zoom, its column and its row."""
_HERE = ("localhost", "127.0.0.1", "::1")
_TILES_LOOK = "Write it as in https://tiles.example.org/{z}/{x}/{y}.png."


def check_tiles(address: str) -> None:
    """Refuse an address of tiles that no browser could fetch, or that a policy could not name.

    Raises
    ------
    BadInputError
        Unless it is https, or http on this machine, with a plain host and {z}, {x} and {y} once.
    """
    if bad := _tiles_fault(address):
        raise BadInputError(f"tiles: {address!r} {bad}. {_TILES_LOOK}")


def _tiles_fault(address: str) -> str:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "is no address"
    if parts.scheme not in ("http", "https"):
        return "does not begin with https://"
    host = parts.hostname or ""
    if parts.scheme == "http" and host not in _HERE:
        return "is http, which a page that came by https may not ask; only this machine's may be"
    if parts.username is not None or parts.password is not None:
        return "holds a name or password, which every visitor could read"
    if not (_HOST.fullmatch(host) or host in _HERE) or host.startswith("*") or port == 0:
        return "has no plain host name"
    lacking = [place for place in _PLACES if address.count(place) != 1]
    if lacking:
        return f"has not {', '.join(lacking)} in it, once each"
    if any(place in parts.netloc for place in _PLACES):
        return "has its zoom, column or row in the name of the host"
    rest = address
    for place in _PLACES:
        rest = rest.replace(place, "")
    if parts.fragment or not _PLAIN_ADDRESS.fullmatch(rest):
        return "has signs in it that addresses do not have, or other braces"
    return ""


def tiles_origin(address: str) -> str:
    """Return scheme, host and port of an address of tiles, as a security policy names them.

    Examples
    --------
    >>> tiles_origin("https://tiles.example.org:8443/{z}/{x}/{y}.png?key=1")
    'https://tiles.example.org:8443'
    """
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _number(name: str, value: Any) -> int:
    text = str(value).strip()
    number = int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 0
    if not 1 <= number <= MOST_NUMBER:
        raise BadInputError(
            f"{name}: {text[:LONGEST]!r} is no whole number from 1 to {MOST_NUMBER:,}. Write one, "
            "without a unit."
        )
    return number


def _listed(name: str, value: Any) -> tuple[str, ...]:
    listed = value.replace(",", " ").split() if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise BadInputError(f"{name}: give a list, or one line with commas between.")
    return tuple(one.strip() for one in listed)


def origin_of(address: str) -> str:
    """Return scheme, host and port of an address; empty where it is none of http or https.

    Examples
    --------
    >>> origin_of("https://Api.example.org/v2/matrix"), origin_of("file:///etc/passwd")
    ('https://api.example.org', '')
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    return f"{parts.scheme}://{parts.hostname}{'' if port is None else f':{port}'}"


def _origins(listed: tuple[str, ...]) -> tuple[str, ...]:
    bad = [one for one in listed if not origin_of(one)]
    if bad:
        raise BadInputError(
            f"visitor_routers: {first_of(bad)} are no addresses. Write them as in "
            "https://api.openrouteservice.org."
        )
    return tuple(dict.fromkeys(map(origin_of, listed)))


def _hosts(value: Any) -> tuple[str, ...]:
    listed = value.replace(",", " ").split() if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise BadInputError("hosts: give a list of host names, or one line of them.")
    names = tuple(one.strip().lower() for one in listed)
    bad = [one for one in names if not _HOST.fullmatch(one)]
    if bad:
        raise BadInputError(
            f"hosts: {first_of(bad)} are no host names. Write them without scheme, port and path, "
            "as in maps.example.org."
        )
    return names
