"""What the page of stories is asked for: a place; to and from an address."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from geo.areas import levels_of, of_2024
from geo.coldspots import ZONE
from geo.errors import GeoError
from layers.stories.compose import compose
from layers.stories.facts import facts_of_place
from layers.stories.model import Story
from layers.view import MapView

_KEPT = 6


@lru_cache(maxsize=_KEPT)
def kept_story(code: str) -> Story:
    """Return the story of a place, kept in memory."""
    return compose(facts_of_place(code))


def code_of(query: Mapping[str, str]) -> tuple[str, list[str]]:
    """Read of which place an address asks a story.

    Returns
    -------
    code, notes
        Empty where none is asked or there is none; the notes say why and do not repeat a value,
        which may be hostile.

    Examples
    --------
    >>> code_of({"in": "E06000009"}), code_of({"in": "E01012673"})[0]
    (('E06000009', []), '')
    """
    code = (query.get("area") or query.get("in", "")).strip()
    if not code:
        return "", []
    code = code if code.startswith(ZONE) else of_2024(code, None)
    problem = problem_of(code)
    return ("", [problem]) if problem else (code, [])


def code_of_view(view: MapView) -> str:
    """Return the place of a map that has a story: what is chosen on it, else what it looks at."""
    for code in (view.select, view.within):
        if code and not problem_of(code):
            return code
    return ""


def problem_of(code: str) -> str:
    """Return why a place has no story; empty where it has one."""
    try:
        facts_of_place(code)
    except GeoError as error:
        plain = code.isascii() and code.replace("-", "").isalnum() and len(code) < 30
        known = plain or bool(levels_of(code))
        return str(error) if known else "The address names a place that there is not."
    return ""
