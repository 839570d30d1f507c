"""The project's errors: each is a `GeoError` and a builtin, and carries its exit code.

A message says what was asked, what was found (a count and the first example) and what to do.
"""

from __future__ import annotations


class GeoError(Exception):
    """Anything this project refuses to do, said in one line."""

    exit_code = 3


class BadInputError(GeoError, ValueError):
    """A file, code or option that cannot be used as given."""


class NoAnswerError(BadInputError):
    """A question that has no answer as it was asked."""

    def __init__(self, message: str, **instead: float | str) -> None:
        """Keep the message, and by the name of a part of the question what would have an answer."""
        super().__init__(message)
        self.instead = instead


class OverwriteError(BadInputError):
    """A file to write that the same run reads, or writes twice."""

    exit_code = 2


class MisleadingError(GeoError, ValueError):
    """A map, table or sentence that would say what the data do not."""


class UnknownAreaError(GeoError, KeyError):
    """An area code or geography that is not in the bundled data."""

    def __str__(self) -> str:
        """Return the message itself: `KeyError` would print its repr."""
        return str(self.args[0]) if self.args else ""


class SourceUnavailableError(GeoError, ConnectionError):
    """A publisher that does not answer, or a raw file that is not there."""

    exit_code = 4


class IntegrityError(GeoError, RuntimeError):
    """Bundled data that do not match their recorded hash, count or rule."""

    exit_code = 5


class DiskError(GeoError, OSError):
    """A file that could not be written; the old one is whole."""

    exit_code = 6


class BusyError(GeoError, TimeoutError):
    """Work that was not begun, or was stopped, because there is too much of it at once."""

    exit_code = 4


def first_of(items: object, total: int | None = None) -> str:
    """Return how many there are and name the first: `"3 (first: E01000001)"`."""
    listed = list(items)  # type: ignore[call-overload]
    count = len(listed) if total is None else total
    return f"{count:,} (first: {listed[0]})" if listed else f"{count:,}"
