"""Stories of many places, by the batch that makes profiles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import BadInputError
from layers.profiles import Order, made_with
from layers.stories.compose import story_of
from layers.stories.facts import STORY_LEVELS
from layers.stories.files import FORMATS, KIND, check_suffix, content_of, write_story
from layers.stories.markdown import picture_names

ZONES = "zones"


@dataclass(frozen=True)
class StoryMaker:
    """Makes stories."""

    noun: str = "stories"

    def check_suffix(self, path: Path) -> None:
        """Refuse a file name that ends in no format of a story."""
        check_suffix(path)

    def made_with(self) -> dict[str, Any]:
        """Return what a story is made with."""
        return made_with("", KIND)

    def begin(self) -> None:
        """Return at once: a story needs nothing that is made beforehand."""

    def prepare(self, code: str, path: Path) -> Callable[[], object]:
        """Compose a story and draw its pictures; return what writes them."""
        made = story_of(code)
        content_of(made, path.suffix.lower(), path.stem)
        return lambda: write_story(made, path)

    def whole(self, path: Path) -> bool:
        """Test whether the pictures of a Markdown story are there."""
        if path.suffix.lower() != ".md":
            return True
        return all(path.with_name(name).is_file() for name in picture_names(path.stem, 2))


def order_of(
    level: str, folder: Path, within: str = "", suffix: str = ".html", *, again: bool = False,
    workers: int = 0,
) -> Order:  # fmt: skip
    """Return the order of a batch of stories.

    Raises
    ------
    BadInputError
        If no stories are written of a level, or the format is none.
    """
    if level not in (*STORY_LEVELS, ZONES):
        raise BadInputError(
            f"Stories of {level!r} cannot be written. Choose one of "
            f"{', '.join([*STORY_LEVELS, ZONES])}."
        )
    if suffix.lstrip(".") not in FORMATS:
        check_suffix(Path(f"story{suffix}"))
    return Order(level, folder, within, suffix, again=again, workers=workers, maker=StoryMaker())
