"""Whether the bytes that came are of the kind that was asked for; a web page is the usual lie."""

from __future__ import annotations

from pathlib import Path

from geo.errors import IntegrityError
from geo.registry.datasets.sources import Kind


def is_page(content: bytes) -> bool:
    """Test whether bytes are a web page.

    Examples
    --------
    >>> is_page(b"  <!DOCTYPE html><title>Sorry</title>"), is_page(b"code,name")
    (True, False)
    """
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<body"))


def check_kind(path: Path, kind: Kind, name: str, page: str) -> None:
    """Refuse a file whose first bytes are not those of its kind.

    Raises
    ------
    IntegrityError
        If it is a web page, or another kind of file.
    """
    with path.open("rb") as handle:
        start = handle.read(1024)
    zipped = start.startswith(b"PK\x03\x04")
    if is_page(start):
        found = "a web page"
    elif not start.strip():
        found = "nothing"
    elif (kind in ("xlsx", "zip") and not zipped) or (
        kind == "parquet" and not start.startswith(b"PAR1")
    ):
        found = "something else"
    elif kind in ("csv", "json") and (zipped or b"\x00" in start):
        found = "something that is no text"
    else:
        return
    raise IntegrityError(
        f"{name}: the address gave {found}, expected {kind}. Nothing was overwritten; look at "
        f"{page}."
    )
