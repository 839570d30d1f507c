"""What of Streamlit has no public name: all of it that visits need, in one place.

Written for the release in `WRITTEN_FOR`; a test fails with another, so that each of these is looked
at before one is taken.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, MutableMapping
from typing import Any

from streamlit.runtime import Runtime
from streamlit.runtime.media_file_storage import MediaFileStorage

WRITTEN_FOR = "1.67.0"

Connect = Callable[..., str]


def put_store(runtime: Runtime, make: Callable[[MediaFileStorage], MediaFileStorage]) -> None:
    """Replace Streamlit's store of files by one of ours, which may go on using it."""
    runtime.media_file_mgr._storage = make(runtime.media_file_mgr._storage)


def put_connect(runtime: Runtime, make: Callable[[Connect], Connect]) -> None:
    """Wrap the function that begins a visit or takes it up again."""
    runtime.connect_session = make(runtime.connect_session)  # type: ignore[method-assign]


def broken_off(runtime: Runtime) -> MutableMapping[str, Any]:
    """Return the visits that have broken off and may be taken up again, by their session."""
    return runtime._session_mgr._session_storage._cache  # type: ignore[attr-defined]


def is_known(runtime: Runtime, session: str) -> bool:
    """Test whether a visit goes on, or has broken off and may be taken up again."""
    return runtime.is_active_session(session) or session in broken_off(runtime)


def end(visit: Any) -> None:
    """End a visit that has broken off, and drop all that it holds."""
    visit.session.shutdown()
    # Whoever still holds the visit itself holds nothing of it.
    visit.session.session_state.clear()


def uploads_of(runtime: Runtime, session: str) -> dict[str, int]:
    """Return how many bytes each upload of a visit takes, by its number; names take some too."""
    held = runtime.uploaded_file_mgr.file_storage.get(session, {})  # type: ignore[attr-defined]
    return {
        number: len(file.data) + sum(map(sys.getsizeof, (number, file.name, file.type)))
        for number, file in list(held.items())
    }


def drop_upload(runtime: Runtime, session: str, number: str) -> None:
    """Drop one upload of a visit."""
    runtime.uploaded_file_mgr.remove_file(session, number)  # type: ignore[attr-defined]


def uploading(runtime: Runtime) -> list[str]:
    """Return the visits of which uploads are kept, by their session."""
    return list(runtime.uploaded_file_mgr.file_storage)  # type: ignore[attr-defined]
