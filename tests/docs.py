"""What the manual takes from the code: `make docs` writes it anew, `--check` says what is stale.

Tables stand between two marks of a page; pages that hold nothing else are written whole.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import typer

import cli
from geo.registry import ANSWER_WORDS, AREA_WORDS, Words
from geo.registry.datasets import DATASETS
from geo.registry.datasets.sources import source
from geo.registry.geographies import bundled
from geo.registry.indicators import INDICATORS, THEMES
from geo.settings import project_dir
from geo.tables.schemas import tables
from layers.kinds import find_kind, kind_names
from tests.faults.rows import pages as fault_pages

ROOT = project_dir()
MANUAL = ROOT / "docs"

NOT_WRITTEN_BY_HAND = "<!-- Written by `make docs`: change the code that it is made of. -->"


def manual() -> list[Path]:
    """Return the pages of the manual."""
    return sorted(MANUAL.rglob("*.md"))


def table(headings: list[str], rows: list[list[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def geographies() -> str:
    rows = [
        [f"`{one.id}`", one.plural, f"{one.count:,}", _by_nation(one.counts), one.made_by]
        for one in bundled()
    ]
    return table(["name", "what", "areas", "in which nations", "outlines"], rows)


def _by_nation(counts: dict[str, int]) -> str:
    return ", ".join(f"{nation} {count:,}" for nation, count in counts.items())


def indicators() -> str:
    rows = [
        [one.theme, f"`{one.id}`", one.meaning, one.period, " ".join(one.geographies)]
        for one in sorted(INDICATORS, key=lambda one: THEMES.index(one.theme))
    ]
    return table(["question", "column", "what it is", "who and when", "levels"], rows)


def caveats() -> str:
    told: dict[str, list[str]] = {}
    for one in INDICATORS:
        told.setdefault(one.caveat, []).append(f"`{one.id}`")
    rows = [[", ".join(names), caveat] for caveat, names in told.items()]
    return table(["column", "what it cannot tell"], rows)


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


def _words(words: dict[str, Words]) -> str:
    rows = [
        [f"`{name}`", one.about, one.unit, one.missing]
        for name, one in words.items()
        if name not in {entry.id for entry in INDICATORS}
    ]
    return table(["column", "what it is", "unit", "empty where"], rows)


def columns_of_areas() -> str:
    return _words(dict(AREA_WORDS))


def columns_of_answers() -> str:
    # Kinds of map add theirs as they are loaded, in any order; a column of a year says its year.
    kept = {name for name in ANSWER_WORDS if not re.search(r"_(19|20)\d\d$", name)}
    return _words({name: ANSWER_WORDS[name] for name in sorted(kept)})


def columns_of_tables() -> str:
    rows = []
    for one in tables().values():
        size = "any" if one.rows is None else f"{one.rows:,}"
        names = " ".join(f"`{name}`" for name in one.columns)
        rows.append([f"`{one.name}`", one.about, size, names])
    return table(["table", "what a row is", "rows", "columns"], rows)


def verbs() -> str:
    every = typer.main.get_command(cli.app).commands
    commands = {name: one for name, one in every.items() if not one.hidden}
    rows = [
        [f"[`{name}`](#{name})", _sentence(command.help)]
        for name, command in sorted(commands.items())
    ]
    parts = [table(["verb", "does"], rows)]
    parts += [_verb(name, command) for name, command in sorted(commands.items())]
    return "\n\n".join(parts)


def _sentence(text: str | None) -> str:
    return " ".join((text or "").split("\n\n")[0].split()).replace("|", "\\|")


def _verb(name: str, command: click.Command) -> str:
    given = [one for one in command.params if one.name != "help"]
    usage = [f"coldspots {name}"]
    usage += [_argument(one) for one in given if one.param_type_name == "argument"]
    usage += [one.opts[0] for one in given if one.param_type_name == "option" and one.required]
    lines = [f"## {name}", "", _sentence(command.help), "", "```text", " ".join(usage), "```"]
    rows = [[_spelt(one), _sentence(getattr(one, "help", "")), _usual(one)] for one in given]
    if rows:
        lines += ["", table(["option", "what it says", "unless given"], rows)]
    return "\n".join(lines)


def _argument(one: click.Parameter) -> str:
    word = (one.name or "").upper() + ("..." if one.nargs == -1 or one.multiple else "")
    return word if one.required else f"[{word}]"


def _spelt(one: click.Parameter) -> str:
    if one.param_type_name == "argument":
        return f"`{_argument(one)}`"
    return ", ".join(f"`{word}`" for word in sorted(one.opts, key=len, reverse=True))


def _usual(one: click.Parameter) -> str:
    if one.required:
        return "required"
    usual = one.default
    plain = usual is None or callable(usual) or usual in ("", False, (), [])
    return "" if plain else f"`{usual}`"


PACKAGES = {
    "geo.areas": "Tables of areas",
    "geo.places": "Places, postcodes and names",
    "geo.coldspots": "Cold spots",
    "geo.reach": "Reach",
    "geo.provision": "What is taught where",
    "geo.outreach": "Partners and schools",
    "geo.regionalisation": "Regional maps",
    "geo.siting": "New sites",
    "geo.counting": "Records counted by area",
    "geo.travel": "Distances and journey times",
    "geo.uploads": "Files of people's own",
    "geo.fetch": "Refreshing the data",
    "geo.tables": "The bundled tables",
    "geo.registry": "Registries",
}
"""What the manual shows of the Python API, and what each package is called there."""


def python() -> str:
    """Write what each package exports, as its stub says where it is defined."""
    lines = [
        "# Python",
        "",
        NOT_WRITTEN_BY_HAND,
        "",
        "What the packages of `geo` export. Geometry is in the British National Grid (EPSG:27700, "
        "metres); tables are pandas data frames whose index is the official code. "
        "[Use it from Python](../how-to/python.md) has examples.",
    ]
    for package, title in PACKAGES.items():
        lines += ["", f"## {title}: `{package}`", "", _about(package)]
        for module, name in exported(package):
            options = ["    options:", "      heading_level: 3"]
            lines += ["", f"::: {module}.{name}", *options]
    return "\n".join(lines) + "\n"


def _about(package: str) -> str:
    source = ROOT / package.replace(".", "/") / "__init__.py"
    return (ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or "").strip()


def exported(package: str) -> Iterator[tuple[str, str]]:
    """Yield the module and the name of each function and class that a package exports."""
    stub = ROOT / package.replace(".", "/") / "__init__.pyi"
    for node in ast.parse(stub.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            module = f"{package}.{node.module}"
            for alias in node.names:
                if alias.name in _written(module):
                    yield module, alias.name


@cache
def _written(module: str) -> frozenset[str]:
    """Return the functions and classes of a module, which have docstrings."""
    path = ROOT / module.replace(".", "/")
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return frozenset(node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef))


MADE = {
    "reference/geographies.md": {"geographies": geographies},
    "reference/measures.md": {"indicators": indicators, "caveats": caveats},
    "reference/datasets.md": {"datasets": datasets},
    "reference/columns.md": {
        "columns_of_areas": columns_of_areas,
        "columns_of_answers": columns_of_answers,
        "columns_of_tables": columns_of_tables,
    },
    "reference/verbs.md": {"verbs": verbs},
}
"""The pages that hold tables of the code, and what makes each."""


def filled(text: str, page: str) -> str:
    """Put each table of a page between its two marks."""
    for name, make in MADE[page].items():
        mark = rf"(<!-- {name} -->\n).*?(<!-- end -->)"
        text, count = re.subn(
            mark,
            lambda found, make=make: found[1] + make() + "\n" + found[2],
            text,
            flags=re.DOTALL,
        )
        assert count == 1, name
    return text


def made() -> dict[Path, str]:
    """Return every page that the code writes, whole or in part, as it must be."""
    # A kind of map describes its columns when it is loaded.
    for name in kind_names():
        find_kind(name)
    pages = {
        MANUAL / page: filled((MANUAL / page).read_text(encoding="utf-8"), page) for page in MADE
    }
    pages[MANUAL / "reference" / "python.md"] = python()
    pages |= {MANUAL / "operating" / name: text for name, text in fault_pages().items()}
    return pages


def main() -> None:
    for path, content in made().items():
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != content:
            sys.exit(f"{path.relative_to(ROOT)} is not what the code says. Run `make docs`.")


if __name__ == "__main__":
    main()
