"""What a terminal would obey is shown as text, from wherever it came; a full output is one line."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

import cli
from cli import output
from cli.output import escape_controls
from geo.settings import project_dir
from tests.commands import run

EVIL = {
    "\x1b[2J": r"\u001b[2J",
    "\x1b]0;title\x07": r"\u001b]0;title\u0007",
    "\x1b]8;;http://x\x1b\\": "\\u001b]8;;http://x\\u001b\\",
    "\x9b31m": r"\u009b31m",
    "\x9d0;t\x9c": r"\u009d0;t\u009c",
    "a\rb\bc\x7f": r"a\u000db\u0008c\u007f",
    "\u202etxt.exe\u202c": r"\u202etxt.exe\u202c",
    "\u2066x\u2069": r"\u2066x\u2069",
    "\udcff": r"\udcff",
}
ALL = "".join(EVIL)


@pytest.mark.fault(65)
@pytest.mark.parametrize(("text", "shown"), EVIL.items(), ids=ascii)
def test_what_a_terminal_obeys_is_written_as_text(text: str, shown: str) -> None:
    assert escape_controls(f"one\n\ttwo {text} Ynys Môn") == f"one\n\ttwo {shown} Ynys Môn"


def is_inert(text: str) -> bool:
    return escape_controls(text) == text


@pytest.mark.fault(65)
def test_error_lines_and_refused_options_are_inert(tmp_path: Path) -> None:
    name = "".join(text for text in EVIL if "/" not in text)
    for arguments, code in (
        (["export", "--link", "", "--out", f"{name}.doc"], 3),
        (["postcode", ALL], 3),
        (["areas", "-g", ALL, "--json"], 3),
        (["info", f"--{ALL}"], 2),
        ([ALL], 2),
    ):
        status, out, err = run(*arguments)
        assert status == code, err
        assert "]0;title" in out + err
        assert is_inert(out + err)


@pytest.mark.fault(65)
@pytest.mark.parametrize("part", ["version", "upload", "dataset", "link"])
def test_a_manifest_says_nothing_to_a_terminal(tmp_path: Path, part: str) -> None:
    """Every text in a manifest is another person's."""
    evil = f"{chr(27)}[2J{chr(0x9B)}31m{chr(0x202E)}"
    whole = {
        "kind": "coldspots newsroom pack",
        "format": evil if part == "version" else 1,
        "made_with": {"coldspots": "0"},
        "link": f"level=region&in={evil}&{evil}=1" if part == "link" else "level=region",
        "options": {"style": "light", "size": "bad", "shape": "map"},
        "datasets": {evil: {"sha256_of_copy": evil}} if part == "dataset" else {},
        "files": {},
        "uploads": {evil: {"sha256": ""}} if part == "upload" else {},
    }
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    code, out, err = run("export", "--manifest", str(path), "--out", str(tmp_path / "a.zip"))
    assert code == 3, err
    assert "Traceback" not in err
    assert is_inert(out + err), ascii(err)
    assert part == "link" or "[2J" in out + err


@pytest.mark.fault(65)
def test_json_is_inert_and_means_the_same() -> None:
    asked = f"S1 2HH{ALL}"
    code, out, _ = run("postcode", asked, "--json")
    assert code == 3
    assert is_inert(out)
    # The last of them is no letter in any coding.
    assert json.loads(out)["postcodes"][0]["postcode"] == asked.replace("\udcff", "?")


class Screen(io.StringIO):
    """A terminal that takes colours."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    for name in ("NO_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    return Screen()


@pytest.mark.fault(65)
def test_tables_and_progress_on_a_screen_keep_their_own_escapes_alone(screen: Screen) -> None:
    hostile = f"[/red] {ALL}"
    with (
        contextlib.redirect_stdout(screen),
        contextlib.redirect_stderr(screen),
        output.safe_streams(),
    ):
        with output.spinner(hostile):
            pass
        with output.progress_bar(hostile) as progress:
            progress(1.0)
            output.echo(hostile, err=True)
        table = output.new_table(hostile, hostile)
        table.add_row(hostile)
        output.print_table(table)
    said = screen.getvalue()
    assert "\x1b[" in said
    assert said.count("[/red]") >= 6
    for bad in ("\x1b[2J", "\x1b]0;", "\x1b]8;", "\x9b", "\x9d", "\x07", "\b", "\u202e", "\udcff"):
        assert bad not in said, ascii(bad)


@pytest.mark.fault(65)
def test_what_a_library_prints_is_inert_too() -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), output.safe_streams():
        print("\x1b[2J")
    assert out.getvalue() == "\\u001b[2J\n"


@pytest.mark.fault(65)
def test_nothing_prints_but_the_terminal() -> None:
    """Verbs say things through cli/output.py: no echo, no print and no console of their own."""
    found = []
    for path in sorted(set((project_dir() / "cli").rglob("*.py")) - {Path(output.__file__)}):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if name in ("print", "Console", "typer.echo", "typer.secho", "sys.stdout.write"):
                found.append(f"{path.name}:{node.lineno} {name}")
    assert found == []


@pytest.mark.fault(67)
@pytest.mark.parametrize(
    "arguments", [["--help"], ["info"], ["info", "--json"], ["postcode", "FY1 1AA"]], ids=" ".join
)
def test_a_full_output_is_one_line(arguments: list[str]) -> None:
    err = io.StringIO()
    with (
        Path("/dev/full").open("w") as full,
        mock.patch.object(sys, "argv", ["coldspots", *arguments]),
        contextlib.redirect_stdout(full),
        contextlib.redirect_stderr(err),
        pytest.raises(SystemExit) as ended,
    ):
        cli.main()
    assert ended.value.code == 6
    assert err.getvalue().startswith("coldspots: The output could not be written: No space left")
    assert err.getvalue().count("\n") == 1


@pytest.mark.fault(67)
@pytest.mark.parametrize(
    ("redirected", "code", "lines"),
    [
        (">/dev/full", 6, 1),
        (">/dev/full 2>/dev/full", 6, 0),
        (">&-", 0, 0),
        ("2>/dev/full | true", 0, 0),
    ],
)
def test_a_process_whose_output_is_full_or_closed_ends_in_a_line(
    redirected: str, code: int, lines: int
) -> None:
    # What is buffered is written at the very end, too late to be caught.
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        ["bash", "-c", f'"$0" -m cli postcode FY11AA {redirected}', sys.executable],
        cwd=project_dir(),
        capture_output=True,
        text=True,
        check=False,
        env={**buffered, "PYTHONWARNINGS": "error"},
    )
    assert (done.returncode, done.stderr.count("\n")) == (code, lines), done.stderr
