"""Digests of a user's own files that this installation alone can make.

Whether a file is the same as before can be told here. Nobody else can try guesses at what is in it,
as they could with a plain hash: the key never leaves this installation.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

from geo.errors import BadInputError, IntegrityError

KEY = "COLDSPOTS_DIGEST_KEY"
"""Environment variable with the key, 64 hexadecimal digits, where several processes share one."""
NAME = "digest.key"
_DIGITS = re.compile(r"[0-9a-fA-F]{64}")


def key_path() -> Path:
    """Return where the key lies: in the system's folder for a user's settings."""
    from platformdirs import user_config_path

    return user_config_path("coldspots", appauthor=False) / NAME


def digest_of(content: bytes | Path) -> str:
    """Return the keyed digest (HMAC-SHA256) of a file, as 64 hexadecimal digits.

    Raises
    ------
    BadInputError
        If the key that the environment gives is none.
    IntegrityError
        If the key's file is broken.
    """
    whole = content.read_bytes() if isinstance(content, Path) else content
    return hmac.digest(_key(os.environ.get(KEY, "")), whole, "sha256").hex()


@cache
def _key(given: str) -> bytes:
    if given:
        if _DIGITS.fullmatch(given) is None:
            raise BadInputError(
                f"{KEY} is no key: it has {len(given):,} characters, and 64 hexadecimal digits are "
                "asked for. Make one with `openssl rand -hex 32`."
            )
        return bytes.fromhex(given)
    path = key_path()
    try:
        if not path.exists():
            _write(path)
        text = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        # Nowhere to keep it, as in a container that cannot be written to: it lasts as long as the
        # process, and those that it begins have the same.
        text = secrets.token_hex(32)
        os.environ[KEY] = text
    if _DIGITS.fullmatch(text) is None:
        raise IntegrityError(
            f"{path} is no key: it has {len(text):,} characters, and 64 hexadecimal digits are "
            "asked for. Delete it, and another is made; files of before then count as others."
        )
    return bytes.fromhex(text)


def _write(path: Path) -> None:
    """Make a key that its user alone can read, whole or not at all; the first of several wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = path.with_name(f".half-{secrets.token_hex(8)}")
    try:
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(half, path)
    finally:
        half.unlink(missing_ok=True)
