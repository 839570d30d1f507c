"""Tables of the README from the registries, FAULTS.md from the tests: `make docs` writes them anew."""

from __future__ import annotations

import re
import sys

from geo.registry.datasets import DATASETS
from geo.registry.datasets.sources import source
from geo.registry.geographies import bundled
from geo.registry.indicators import INDICATORS, THEMES
from geo.settings import project_dir
from tests.faults.rows import page

README = project_dir() / "README.md"
FAULTS = project_dir() / "FAULTS.md"


def table(headings: list[str], rows: list[list[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def geographies() -> str:
    rows = [
        [f"`{one.id}`", one.plural, f"{one.count:,}", f"{one.count_england:,}", one.made_by]
        for one in bundled()
    ]
    return table(["name", "what", "areas", "in England", "outlines"], rows)


def indicators() -> str:
    rows = [
        [one.theme, f"`{one.id}`", one.meaning, one.period, " ".join(one.geographies)]
        for one in sorted(INDICATORS, key=lambda one: THEMES.index(one.theme))
    ]
    return table(["question", "column", "what it is", "of whom, when", "levels"], rows)


def datasets() -> str:
    rows = [
        [
            f"`{one.id}`",
            one.title,
            one.publisher.name,
            one.period,
            f"{one.rows:,}",
            one.copy_status,
            f"{source(one.id).way} ({source(one.id).sure})",
        ]
        for one in DATASETS
    ]
    headings = ["name", "title", "publisher", "period", "rows", "our copy", "refreshed by"]
    return table(headings, rows)


MADE = {"geographies": geographies, "indicators": indicators, "datasets": datasets}


def filled(text: str) -> str:
    """Put each table between its two marks."""
    for name, make in MADE.items():
        mark = rf"(<!-- {name} -->\n).*?(<!-- end -->)"
        text, count = re.subn(
            mark,
            lambda found, make=make: found[1] + make() + "\n" + found[2],
            text,
            flags=re.DOTALL,
        )
        assert count == 1, name
    return text


if __name__ == "__main__":
    made = {README: filled(README.read_text(encoding="utf-8")), FAULTS: page()}
    for path, content in made.items():
        if "--check" not in sys.argv:
            path.write_text(content, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != content:
            sys.exit(f"{path.name}: its tables are not those of the code. Run `make docs`.")
