"""How long a publisher is waited for: urllib3's retries, with what this project adds to them."""

from __future__ import annotations

import errno
from types import TracebackType
from typing import TYPE_CHECKING, Self

from urllib3 import Retry
from urllib3.exceptions import (
    ConnectTimeoutError,
    InvalidHeader,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ResponseError,
)

if TYPE_CHECKING:
    from urllib3.connectionpool import ConnectionPool
    from urllib3.response import BaseHTTPResponse

BUSY = frozenset({429, 500, 502, 503, 504})
"""Answers that may be another one a moment later."""
_NO_ROUTE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN})


class Patience(Retry):
    """Retries of a busy server; none where asking again at once cannot help.

    A name that cannot be resolved, and a network that is not there, are tried once. A server that
    asks for a longer wait than there is patience for is left alone.
    """

    RETRY_AFTER_STATUS_CODES = frozenset({429, 503})

    @classmethod
    def of(cls, tries: int, wait_s: float, most_wait_s: float) -> Self:
        """Return the patience for so many requests, with waits that double up to the longest."""
        return cls(
            total=tries - 1,
            # A certificate that cannot be trusted is no better the next time.
            other=0,
            # Redirects are followed, and counted, by requests.
            redirect=False,
            status_forcelist=BUSY,
            backoff_factor=wait_s,
            backoff_jitter=wait_s,
            backoff_max=most_wait_s,
            raise_on_status=False,
        )

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: ConnectionPool | None = None,
        _stacktrace: TracebackType | None = None,
    ) -> Self:
        """Return what patience is left after a failure.

        Raises
        ------
        MaxRetryError
            If none is left, or more would not help.
        """
        if error is not None and is_lost(error):
            raise MaxRetryError(_pool, url, error)  # type: ignore[arg-type]
        if response is not None and (self.get_retry_after(response) or 0) > self.backoff_max:
            raise MaxRetryError(_pool, url, ResponseError("too long a wait"))  # type: ignore[arg-type]
        return super().increment(method, url, response, error, _pool, _stacktrace)

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        """Return the seconds that a server asks for; None if it names none that can be read."""
        try:
            return super().get_retry_after(response)
        except InvalidHeader:
            return None


def is_lost(error: BaseException | None) -> bool:
    """Test whether a connection failed in a way that another try a moment later would too."""
    cause = getattr(error, "__cause__", None)
    return isinstance(error, NameResolutionError) or (
        isinstance(error, NewConnectionError)
        and isinstance(cause, OSError)
        and cause.errno in _NO_ROUTE
    )


def is_unreachable(error: BaseException) -> bool:
    """Test whether requests gave up because no connection to a host could be made."""
    inner = error.args[0] if error.args else None
    reason = inner.reason if isinstance(inner, MaxRetryError) else None
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)
