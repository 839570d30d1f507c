"""What a paper holds: sections with texts, points, tables and lines left blank."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from layers.profiles import MapPart, ProfileTable
from layers.words import Sentence, Trace

TO_FILL = "[To be completed by the author]"
"""What stands on every line that is left blank."""


@dataclass(frozen=True)
class Block:
    """Texts under one heading."""

    title: str = ""
    """Heading below that of the section; none where it is empty."""
    said: tuple[Sentence, ...] = ()
    points: tuple[Sentence, ...] = ()
    tables: tuple[ProfileTable, ...] = ()
    has_map: bool = False
    blanks: int = 0
    """Numbered lines left blank."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not (self.said or self.points or self.tables or self.has_map or self.blanks)


@dataclass(frozen=True)
class Section:
    """A numbered section."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class FrontLine:
    """One line of the head of a paper: whom it is to, of when and by whom."""

    label: str
    said: Sentence
    """`TO_FILL` where it is left blank."""


@dataclass(frozen=True)
class Paper:
    """A paper on one place."""

    form: str
    """`council`, `access-plan` or `briefing`; `share-out` for the annex of one."""
    code: str
    title: Sentence
    name: Sentence
    kind: Sentence
    by: str
    """Whose paper it is, as given; empty where nobody is named."""
    front: tuple[FrontLine, ...]
    map: MapPart | None
    """None where it has no map."""
    sections: tuple[Section, ...]
    made: Sentence
    has_wide_map: bool = False
    """Whether its map takes the width of the page, as maps beside each other do."""

    def sentences(self) -> Iterator[tuple[str, Sentence]]:
        """Yield everything that is shown as text, with where it stands."""
        yield "title", self.title
        yield "name", self.name
        yield "kind", self.kind
        for line in self.front:
            yield "front", line.said
        if self.map is not None:
            yield "map", self.map.title
            yield "map", self.map.described
            for row in self.map.legend:
                yield "legend", row.label
                yield "legend", row.count
            for said in self.map.notes:
                yield "map", said
        for section in self.sections:
            for block in section.blocks:
                for said in (*block.said, *block.points):
                    yield section.id, said
                for table in block.tables:
                    yield from ((section.id, cell) for row in table.rows for cell in row.cells)
                    if table.note is not None:
                        yield section.id, table.note
        yield "made", self.made

    def traces(self) -> list[Trace]:
        """List every trace once, in the order in which figures are shown."""
        return list(dict.fromkeys(one for _, said in self.sentences() for one in said.traces))
