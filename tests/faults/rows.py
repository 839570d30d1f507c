"""The faults and attacks that are survived: what goes wrong, what a user sees, which tests prove it.

A test that provokes a fault is marked `@pytest.mark.fault(number)`; `make docs` writes FAULTS.md.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from geo.settings import project_dir


class Fault(NamedTuple):
    """A row of the table."""

    wrong: str
    seen: str


FAULTS = {
    0: Fault(
        "A template, `{{ 7919*7907 }}`, in any text that a file or a person supplies",
        "the text itself; 62615533 nowhere",
    ),
    1: Fault("Markup with a script in a name", "the text itself, on the map, in tables and files"),
    2: Fault("`${...}`, a backtick or a backslash in a name", "the text itself; the map draws"),
    3: Fault("`</script>` in data", "the text itself; the page goes on"),
    4: Fault(
        "A file that tells GDAL to read other files or to call out, under another name",
        "that it is no CSV or GeoJSON; no file is read, nobody is asked",
    ),
    5: Fault("An address or a path in place of a file", "refused; only files are opened"),
    6: Fault("An archive that unpacks to far more than its size", "refused by its header, at once"),
    7: Fault("Members of an archive that point outside it", "nothing is written outside"),
    8: Fault("XML with entities that grow or read files", "that it is no CSV or GeoJSON"),
    9: Fault("JSON nested 200,000 deep", "that it is nested too deeply"),
    10: Fault(
        "An upload over the limit, without the token, or of no visit", "refused by the server"
    ),
    11: Fault("A file called `../../x<img>`", "the name is no path and no markup"),
    12: Fault("Cells that a spreadsheet would run", "text with an apostrophe; numbers untouched"),
    13: Fault("A poisoned cache", "no pickle is written or read; the cache is the user's alone"),
    14: Fault("An unforeseen error on a page", "one line with a number; the rest in the log"),
    15: Fault("HTML of ours that holds data", "there is none"),
    16: Fault(
        "Another site that frames the app, takes its name or its socket", "refused; headers say so"
    ),
    17: Fault("A hostile address", "what cannot be used is left out, and the page says so"),
    18: Fault(
        "A byte-order mark, Windows text, UTF-16, a workbook called .csv",
        "read, with a notice, or how to save it",
    ),
    19: Fault("Codes that a spreadsheet mangled", "read as text; rows that fit nothing are listed"),
    20: Fault("An area or a pair that stands twice", "stopped, with the first of them"),
    21: Fault("Codes of another year", "said so, row by row; no figure is moved by guess"),
    22: Fault("Coordinates swapped, in metres, without their sign", "said so, row by row"),
    23: Fault("NaN, infinity, no geometry, a bow tie", "counted and listed, or mended and said"),
    24: Fault("A million rows, a geometry of a million corners", "the cap, in words"),
    25: Fault(
        "A download that is a web page, cut short or changed", "the copy that was there stays"
    ),
    26: Fault(
        "A publisher that is busy, broken, silent or gone, or whose certificate is not known",
        "tried again as often as said, then the copy that was there",
    ),
    27: Fault("A service that lies with status 200", "nothing is written; how many of how many"),
    28: Fault("A kill in the middle of a write", "the old or the new file, whole"),
    29: Fault("A full disk, a folder that cannot be written", "exit 6; the old file is whole"),
    30: Fault("Two runs at once", "the second waits, then says who holds the lock"),
    31: Fault("The n-th write, flush, move or request fails, for every n", "the old or the new"),
    32: Fault("50, 100 and 200 visitors", "answers in time, and none lost"),
    33: Fault("No network", "maps draw; nothing outside is asked for"),
    34: Fault(
        "Suppressed and small numbers", "never 0, never a class of the scale, never given away"
    ),
    35: Fault("Many visits with uploads", "an upload is dropped with its visit"),
    36: Fault("A dependency that changed", "every one is pinned; nothing is loaded from elsewhere"),
    37: Fault("A workbook that unpacks to far more than its size", "refused by its header"),
    38: Fault(
        "Two visitors with files that differ in the middle alone", "each takes what is their own"
    ),
    39: Fault(
        "The address of a file that was made for a visit, in another browser or after its end",
        "that it is not here",
    ),
    40: Fault(
        "Uploads without end in one visit, past the page, under made-up names",
        "refused in words once the visit holds what it may; its memory comes back",
    ),
    51: Fault(
        "A heading of commas without end, or blank rows without end",
        "refused at once, with the most cells and the most empty rows there may be",
    ),
    52: Fault(
        "Sites without end, of which each reaches thousands of places",
        "measured some at a time; beyond a number of pairs that is named, refused",
    ),
    53: Fault(
        "JSON that is small to send and large to read",
        "refused by its brackets and commas before it is read",
    ),
    55: Fault(
        "A pipe, a device, a folder or a file that grows, where a file is expected",
        "one line at once, exit 3; a file is measured by what is read of it",
    ),
}


def proofs() -> dict[int, list[str]]:
    """List the tests that provoke each row, as `file::test`."""
    found: dict[int, list[str]] = {number: [] for number in FAULTS}
    folder = project_dir() / "tests"
    for path in sorted(folder.rglob("test_*.py")):
        name = path.relative_to(folder).as_posix()
        for test in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(test, ast.FunctionDef) and test.name.startswith("test_"):
                for number in _marks(test):
                    found[number].append(f"{name}::{test.name}")
    return found


def _marks(test: ast.FunctionDef) -> Iterator[int]:
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.fault":
            yield from (ast.literal_eval(one) for one in mark.args)


def page() -> str:
    """Write the table of faults."""
    head = __doc__.splitlines()[0] if __doc__ else ""
    lines = [
        "# Faults and attacks",
        "",
        head,
        "Written by `make docs` from the marks of the tests; each test provokes its fault, and the "
        "suite passes only if all of them do. Files are under `tests/`.",
        "",
        "| # | what goes wrong | what a user sees | tests |",
        "|---|---|---|---|",
    ]
    for number, tests in proofs().items():
        fault = FAULTS[number]
        listed = "<br>".join(f"`{one}`" for one in tests)
        lines.append(f"| {number} | {fault.wrong} | {fault.seen} | {listed} |")
    return "\n".join(lines) + "\n"
