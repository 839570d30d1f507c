"""Stories written to files, one or many: page, Markdown with pictures, or Word; and traces."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import BadInputError
from geo.files import write_bytes, write_json
from layers.profiles import made_with, refuse_other_suffixes, trace_path
from layers.stories.compose import story_of
from layers.stories.facts import STORY_LEVELS
from layers.stories.html import page_of
from layers.stories.markdown import markdown_of, picture_names
from layers.stories.model import Story
from layers.stories.pictured import Pictures, chart_tables, pictures_beside, pictures_of
from layers.stories.word import word_of

if TYPE_CHECKING:
    from layers.profiles import Order

FORMATS = ("html", "md", "docx")
KIND = "coldspots story traces"


def check_suffix(path: Path) -> None:
    """Refuse a file name that ends in no format of a story."""
    refuse_other_suffixes(path, [f".{one}" for one in FORMATS], "a story")


def content_of(story: Story, suffix: str, stem: str = "story") -> bytes:
    """Make the bytes of a story; the same story gives the same bytes.

    Parameters
    ----------
    suffix
        `.html`, `.md` or `.docx`.
    stem
        What the names of the pictures beside a `.md` begin with.
    """
    return _content(story, pictures_of(story), suffix, stem)


def _content(story: Story, pictures: Pictures, suffix: str, stem: str) -> bytes:
    if suffix == ".docx":
        return word_of(story, pictures)
    if suffix == ".md":
        return markdown_of(story, pictures, stem).encode("utf-8")
    return page_of(story, pictures).encode("utf-8")


def paths_of(story: Story, path: Path) -> list[Path]:
    """List the files that a story is written to, the story itself first, the traces last."""
    beside = picture_names(path.stem, len(story.charts)) if path.suffix.lower() == ".md" else []
    return [path, *(path.with_name(name) for name in beside), trace_path(path)]


def write_story(story: Story, path: Path, *, beside: bool = False) -> list[Path]:
    """Write a story, the pictures beside it where it is Markdown, and its traces last.

    Parameters
    ----------
    beside
        Whether to draw the map in a second process, for a program that writes one story and ends.

    Raises
    ------
    BadInputError
        If the suffix names no format.
    DiskError
        If a file cannot be written.
    """
    check_suffix(path)
    suffix = path.suffix.lower()
    pictures = (pictures_beside if beside else pictures_of)(story)
    content = _content(story, pictures, suffix, path.stem)
    paths = paths_of(story, path)
    if suffix == ".md":
        for name, picture in zip(paths[1:-1], (pictures.map, *pictures.charts), strict=True):
            write_bytes(name, picture)
    write_bytes(path, content)
    write_json(paths[-1], trace_json(story, content))
    return paths


def trace_json(story: Story, content: bytes) -> dict[str, Any]:
    """Return what the file of traces holds: every text with its figures' origins, every chart."""
    return {
        **made_with("", KIND),
        "code": story.code,
        "name": story.name.text,
        "headline": story.headline.text,
        "sha256": hashlib.sha256(content).hexdigest(),
        "shown": [
            {"where": where, "text": said.text, "traces": [asdict(one) for one in said.traces]}
            for where, said in story.sentences()
        ],
        "charts": chart_tables(story),
    }


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
    from layers.profiles import Order

    if level not in (*STORY_LEVELS, ZONES):
        raise BadInputError(
            f"Stories of {level!r} cannot be written. Choose one of "
            f"{', '.join([*STORY_LEVELS, ZONES])}."
        )
    if suffix.lstrip(".") not in FORMATS:
        check_suffix(Path(f"story{suffix}"))
    return Order(level, folder, within, suffix, again=again, workers=workers, maker=StoryMaker())
