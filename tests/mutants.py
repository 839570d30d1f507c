"""Put small faults into the code, and count those that no test notices: `make mutants`.

Which packages, and which tests must notice, is said under `tool.mutmut` of pyproject.toml; for the
scripts of the map, in web/stryker.config.json.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from geo.settings import project_dir

ROOT = project_dir()
OUT = ROOT / "build" / "mutants"
SAMPLE = 400
SEED = 1
NOTICED = ("killed", "timeout")
"""A test that fails has noticed the fault, and so has one that no longer ends."""
HEADS = {
    "killed": "killed", "timeout": "timed out", "survived": "survived", "no tests": "no test",
    "suspicious": "other",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A fault, where it was put, and what became of it."""

    package: str
    where: str
    outcome: str
    diff: str


def put_faults_in() -> list[str]:
    """Write every fault into a copy of the tree, `mutants/`, and name them."""
    import mutmut.__main__ as mutmut
    from mutmut.mutation.trampoline import set_mutant_under_test

    set_mutant_under_test("mutant_generation")
    # mutmut copies a file of the code that is new, and leaves one that is gone.
    for copied in (ROOT / "mutants" / name for name in ("geo", "layers", "tests")):
        for path in copied.rglob("*.py"):
            if not (ROOT / path.relative_to(ROOT / "mutants")).is_file():
                path.unlink()
    (ROOT / "mutants").mkdir(exist_ok=True)
    mutmut.copy_src_dir()
    mutmut.create_mutants(os.cpu_count() or 2)
    return sorted(name for data in _mutated() for name in data.exit_code_by_key)


def _mutated() -> Iterable:
    """Return what mutmut holds of each file."""
    from mutmut.mutation.data import SourceFileMutationData
    from mutmut.utils.file_utils import walk_mutatable_files

    for path in sorted(walk_mutatable_files()):
        data = SourceFileMutationData(path=path)
        data.load()
        yield data


def outcomes(names: list[str]) -> list[Mutant]:
    """Return what became of the faults named."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant
    from mutmut.stats import status_by_exit_code

    asked = set(names)
    found = []
    for data in _mutated():
        for name in sorted(asked & set(data.exit_code_by_key)):
            code = data.exit_code_by_key[name]
            # mutmut takes a process that could not run for one that took too long.
            outcome = "suspicious" if code == 255 else status_by_exit_code[code]
            path = Path(data.path)
            diff = "" if outcome == "killed" else get_diff_for_mutant(name, path=path)
            line = line_of(diff, (ROOT / path).read_text(encoding="utf-8"))
            found.append(Mutant(path.parent.as_posix(), f"{path.as_posix()}:{line}", outcome, diff))
    return found


def line_of(diff: str, source: str) -> int:
    """Return the line of a file that a fault of one of its functions changes first; 0 without one.

    A diff of mutmut counts the lines of the function alone: its lines are looked up in the file.
    """
    old = [line[1:] for line in diff.splitlines()[3:] if line[:1] in (" ", "-")]
    changed = next((n for n, line in enumerate(diff.splitlines()[3:]) if line[:1] in "-+"), 0)
    lines = [line.strip() for line in source.splitlines()]
    block = [line.strip() for line in old]
    for start in range(len(lines) - len(block) + 1):
        if block and lines[start : start + len(block)] == block:
            return start + changed + 1
    return 0


def table(mutants: Iterable[Mutant]) -> list[str]:
    """Return a table of outcomes, a row a package and one of all."""
    by_package: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for mutant in mutants:
        outcome = mutant.outcome if mutant.outcome in HEADS else "suspicious"
        by_package[mutant.package][outcome] += 1
    rows = dict(sorted(by_package.items()))
    rows["all"] = sum(rows.values(), Counter())
    lines = [
        "| package | sampled | " + " | ".join(HEADS.values()) + " | noticed |",
        "|---|" + "---:|" * (len(HEADS) + 2),
    ]
    for package, counts in rows.items():
        cells = [str(counts[name]) for name in HEADS]
        total = counts.total()
        share = f"{sum(counts[name] for name in NOTICED) / total:.0%}" if total else ""
        lines.append(f"| {package} | {total} | " + " | ".join(cells) + f" | {share} |")
    return lines


def report(mutants: list[Mutant], title: str, path: Path) -> None:
    """Print the table; write it with the faults that nobody noticed."""
    lines = table(mutants)
    print(title, *lines, sep="\n")
    left = [mutant for mutant in mutants if mutant.outcome not in NOTICED]
    text = [f"# {title}", "", *lines, ""]
    for mutant in left:
        text += [f"## {mutant.where} {mutant.outcome}", "", "```diff", mutant.diff, "```", ""]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(text), encoding="utf-8")
    print(f"{len(left)} that no test noticed: {path.relative_to(ROOT)}")


def python_faults(sample: int, seed: int, only: str) -> None:
    """Try a sample of the faults of the Python packages."""
    names = [name for name in put_faults_in() if name.startswith(only)]
    if not names:
        sys.exit(f"No fault is put into {only}: see tool.mutmut of pyproject.toml for what is.")
    drawn = sorted(random.Random(seed).sample(names, min(sample, len(names))))
    print(f"{len(drawn)} of {len(names):,} faults, drawn with the seed {seed}", flush=True)
    subprocess.run([sys.executable, "-m", "mutmut", "run", *drawn], cwd=ROOT, check=True)
    title = f"Python: {len(drawn)} of {len(names):,} faults, seed {seed}"
    report(outcomes(drawn), title, OUT / "python.md")


def script_faults() -> None:
    """Try every fault of the scripts that are tested without a browser."""
    web = ROOT / "web"
    stryker = web / "node_modules" / ".bin" / "stryker"
    if shutil.which("node") is None or not stryker.exists():
        print("The scripts were left out: node, or what web/ is checked with, is not installed.")
        return
    subprocess.run([stryker, "run"], cwd=web, check=True)
    found = json.loads((OUT / "web.json").read_text(encoding="utf-8"))
    names = {
        "Killed": "killed",
        "Timeout": "timeout",
        "Survived": "survived",
        "NoCoverage": "no tests",
    }
    mutants = []
    for file, held in found["files"].items():
        lines = held["source"].splitlines()
        for one in held["mutants"]:
            if one["status"] == "Ignored":
                continue
            line = one["location"]["start"]["line"]
            diff = f"-{lines[line - 1]}\n+{one['mutatorName']}: {one.get('replacement', '')}"
            folder = Path("web", file).parent.as_posix()
            outcome = names.get(one["status"], "suspicious")
            mutants.append(Mutant(folder, f"web/{file}:{line}", outcome, diff))
    report(mutants, f"Scripts: all {len(mutants):,} faults", OUT / "web.md")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument(
        "--sample", type=int, default=SAMPLE, help="faults tried in Python, 0 for none"
    )
    parser.add_argument("--seed", type=int, default=SEED, help="with which they are drawn")
    parser.add_argument("--only", default="", help="start of a module's name, such as geo.reach")
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--python", action="store_true", help="the Python packages alone")
    part.add_argument("--scripts", action="store_true", help="the scripts of the map alone")
    asked = parser.parse_args()
    os.chdir(ROOT)  # mutmut reads and writes where it is run
    if asked.sample and not asked.scripts:
        python_faults(asked.sample, asked.seed, asked.only)
    if not asked.python:
        script_faults()


if __name__ == "__main__":
    main()
