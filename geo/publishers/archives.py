"""Zipped files, workbooks among them: sized by their header before anything is unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from geo.errors import BadInputError

MOST_WORKBOOK = 200_000_000
"""Bytes that a workbook may unpack to; the largest there is has 16 million."""
MOST_MEMBER = 500_000_000
"""Bytes that one member of an archive may unpack to."""

GET_AGAIN = "Get it again from the publisher."

UNREADABLE = (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError)
"""What opening an archive raises if it is none, of a later kind, or has names that are no text."""


def check_member(member: zipfile.ZipInfo, archive: str) -> None:
    """Refuse a member of an archive that unpacks to too much.

    Raises
    ------
    BadInputError
        With both sizes.
    """
    if member.file_size > MOST_MEMBER:
        raise _too_large(f"{archive}: its member {member.filename}", member.file_size, MOST_MEMBER)


def check_sizes(
    members: Iterable[zipfile.ZipInfo],
    archive: str,
    most: int | None = None,
    remedy: str = GET_AGAIN,
) -> None:
    """Refuse an archive whose members together unpack to too much.

    Parameters
    ----------
    members
        Those that are to be read.
    archive
        What to call it.
    most
        Bytes that they may unpack to: `MOST_MEMBER` unless given.
    remedy
        What its owner can do.

    Raises
    ------
    BadInputError
        With both sizes.
    """
    size = sum(member.file_size for member in members)
    limit = MOST_MEMBER if most is None else most
    if size > limit:
        raise _too_large(archive, size, limit, remedy)


def check_workbook(path: Path, name: str) -> None:
    """Refuse a workbook that unpacks to too much, or whose size cannot be read.

    Parameters
    ----------
    path
        Where it is.
    name
        What to call it.

    Raises
    ------
    BadInputError
        With both sizes, or with what is wrong with the file.
    """
    try:
        with zipfile.ZipFile(path) as book:
            size = sum(member.file_size for member in book.infolist())
    except (*UNREADABLE, OSError) as error:
        # Not left to its reader: that may find a way into the file, and unpacks what it finds.
        raise BadInputError(
            f"{name}: the workbook is not a zip file that can be read ({error}). Nothing was "
            f"unpacked. {GET_AGAIN}"
        ) from error
    if size > MOST_WORKBOOK:
        raise _too_large(f"{name}: the workbook", size, MOST_WORKBOOK)


def _too_large(what: str, size: int, most: int, remedy: str = GET_AGAIN) -> BadInputError:
    return BadInputError(
        f"{what} unpacks to {size / 1e6:,.0f} MB, limit {most / 1e6:,.0f} MB. Nothing was "
        f"unpacked. {remedy}"
    )
