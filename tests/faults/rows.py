"""The faults and attacks that are survived: what goes wrong, what a user sees, which tests prove it.

A test that provokes a fault is marked `@pytest.mark.fault(number)`; `make docs` writes the pages of
faults in docs/operating.
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
    41: Fault(
        "An activity file with a row for each person",
        "numbers of rows hidden as numbers of people are",
    ),
    42: Fault(
        "Guesses at an uploaded file, tried against the hash that a manifest or a trace holds",
        "nothing: the digest is keyed, and the key stays with this installation",
    ),
    45: Fault(
        "Decimal commas, and numbers that could be two",
        "`12,5` in a file with semicolons or tabs is 12.5; what could be two numbers is refused",
    ),
    46: Fault(
        "A pack whose files were altered, with its manifest as it was",
        "which were altered, added or are missing; it is not certified",
    ),
    43: Fault(
        "Totals and numbers of hidden counts that give a small count away",
        "no total, on the terminal or in a file, from which one follows",
    ),
    44: Fault(
        "Counts of the same records at two levels, one taken from the other",
        "hidden at every level, whichever is asked for: each could be three numbers or more",
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
    54: Fault(
        "A visitor who leaves while work is done for them, or a file that takes long to read",
        "the work stops at its next step, and the next in line begins",
    ),
    55: Fault(
        "A pipe, a device, a folder or a file that grows, where a file is expected",
        "one line at once, exit 3; a file is measured by what is read of it",
    ),
    61: Fault(
        "A file to write that the run also reads, under whatever name, or writes twice",
        "refused in one line, exit 2, before anything is read; the file is whole",
    ),
    62: Fault(
        "A file that only some may read, or a umask, and a write; a device in place of a file",
        "the permissions that were there, or those the umask leaves; the device stays",
    ),
    63: Fault(
        "A figure changed in a file of the bundle, at any time",
        "that the file is not the one recorded, exit 5; no verb reads it, no server starts on it or serves it",
    ),
    64: Fault(
        "A publisher that drips, swells, nests without end or sends a client on into its own network",
        "one line in time; nothing is written, and nobody inside is asked",
    ),
    65: Fault(
        "Escapes of a terminal, or letters turned round, in a manifest, a name or a file",
        "their numbers, as text, on a screen and into a pipe",
    ),
    66: Fault(
        "A formula in wide signs, or behind a newline, a blank or a mark that nobody sees",
        "text with an apostrophe; LibreOffice evaluates nothing",
    ),
    67: Fault(
        "A lock that is a link, a full standard output, columns no reader can count",
        "one line and an exit code; no traceback",
    ),
    69: Fault(
        "A package that is another than the one that was looked at, on a server",
        "the install stops: every file has its hash; a bill of materials says what is there",
    ),
}


def proofs() -> dict[int, list[str]]:
    """List the tests that provoke each row, as `file::test`."""
    found: dict[int, list[str]] = {number: [] for number in FAULTS}
    folder = project_dir() / "tests"
    for path in sorted(folder.rglob("test_*.py")):
        name = path.relative_to(folder).as_posix()
        text = path.read_text(encoding="utf-8")
        # To parse every file would take half of `make lint`.
        for test in ast.parse(text).body if ".fault" in text else ():
            if isinstance(test, ast.FunctionDef) and test.name.startswith("test_"):
                for number in _marks(test):
                    found[number].append(f"{name}::{test.name}")
    return found


def _marks(test: ast.FunctionDef) -> Iterator[int]:
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.fault":
            yield from (ast.literal_eval(one) for one in mark.args)


GROUPS = {
    "Names, addresses and markup": (
        "names-and-markup",
        "Text that somebody types or brings, made so that a page, a table or a terminal obeys it.",
        (0, 1, 2, 3, 11, 12, 14, 15, 16, 17, 65, 66),
    ),
    "Files made to attack": (
        "hostile-files",
        "Files that are made to read others, to fill the memory or to run something.",
        (4, 5, 6, 7, 8, 9, 10, 13, 24, 37, 51, 52, 53, 55),
    ),
    "Honest files with mistakes": (
        "mistakes-in-files",
        "What people's own files are like: other codings, other codes, other years.",
        (18, 19, 20, 21, 22, 23, 45),
    ),
    "Publishers and the network": (
        "publishers",
        "What may come from a publisher, or not come.",
        (25, 26, 27, 33, 64),
    ),
    "Disks, kills and locks": (
        "disks-and-kills",
        "Whatever stops a write: the file that was there stays whole.",
        (28, 29, 30, 31, 61, 62, 67),
    ),
    "Crowds": (
        "crowds",
        "Many visitors at once, and those who leave.",
        (32, 35, 54),
    ),
    "Small numbers and visitors' own files": (
        "small-numbers",
        "What nobody may learn of a few young people, or of another visitor's file.",
        (34, 38, 39, 40, 41, 42, 43, 44),
    ),
    "What the program is made of": (
        "supply",
        "Data, packs and packages that are not those that were looked at.",
        (36, 46, 63, 69),
    ),
}
"""The groups that readers look for: a name for the page, what they share, and their rows."""


def pages() -> dict[str, str]:
    """Write the pages of faults, by their paths under `docs/operating`."""
    tests = proofs()
    head = [
        "# Faults and attacks",
        "",
        f"The {len(FAULTS)} faults and attacks that are survived: what goes wrong, what a user "
        "sees, and which tests prove it. Each test provokes its fault, and the suite passes only "
        "if all of them do.",
        "",
        "| group | faults | tests |",
        "|---|---|---|",
    ]
    made = {}
    for title, (name, about, numbers) in GROUPS.items():
        count = len({test for number in numbers for test in tests[number]})
        head.append(f"| [{title}](faults/{name}.md) | {len(numbers)} | {count} |")
        made[f"faults/{name}.md"] = _page(title, about, numbers, tests)
    return {"faults.md": "\n".join(head) + "\n", **made}


def _page(title: str, about: str, numbers: tuple[int, ...], tests: dict[int, list[str]]) -> str:
    lines = [f"# {title}", "", f"{about} [All groups](../faults.md). Files are under `tests/`."]
    for number in numbers:
        fault = FAULTS[number]
        lines += ["", f"## {number}. {fault.wrong}", "", f"A user sees: {fault.seen}.", ""]
        lines += ["Tests:", "", *(f"* `{one}`" for one in tests[number])]
    return "\n".join(lines) + "\n"
