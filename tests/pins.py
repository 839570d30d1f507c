"""Resolve the requirement files anew from pyproject.toml: `make pins`."""

from __future__ import annotations

import subprocess
import sys

from geo.settings import project_dir

RUN = (
    "# Every version pinned, for Python 3.11 and newer. Made from pyproject.toml by `make pins`.\n"
)
BENCH = "# What the benchmarks need on top, pinned. Made from pyproject.toml by `make pins`.\n"
SERVER = (
    "# What a server installs, with hashes: `pip install --require-hashes -r` takes no other file.\n"
    "# The versions are those of requirements.txt. Made from pyproject.toml by `make pins`.\n"
)
SBOM = "# What writes the bill of materials, pinned. Made by `make pins`.\n"
SBOM_TOOL = "cyclonedx-bom>=7"
DOCS = "# What builds the manual as a site, pinned. Made from pyproject.toml by `make pins`.\n"
MUTANTS = "# What looks for faults that no test notices, pinned. Made from pyproject.toml by `make pins`.\n"
TEST = "# What the tests need on top, pinned. Made from pyproject.toml by `make pins`.\n"


def resolve(*more: str, asked: str = "") -> list[str]:
    """Resolve pyproject.toml, or one requirement that is `asked` for alone."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet"]
    command += ["-" if asked else "pyproject.toml"]
    command += ["--universal", "--python-version", "3.11", "--no-header", "--no-annotate"]
    command += ["--no-emit-index-url", "--no-emit-find-links", "--upgrade", *more]
    out = subprocess.run(
        command, check=True, cwd=project_dir(), capture_output=True, text=True, input=asked
    )
    return out.stdout.splitlines()


def main() -> None:
    root = project_dir()
    run = resolve()
    (root / "requirements.txt").write_text(RUN + "\n".join(run) + "\n", encoding="utf-8")
    server = resolve("--generate-hashes", "-c", "requirements.txt")
    text = SERVER + "\n".join(server) + "\n"
    (root / "requirements-server.txt").write_text(text, encoding="utf-8")
    sbom = resolve(asked=SBOM_TOOL)
    (root / "requirements-sbom.txt").write_text(SBOM + "\n".join(sbom) + "\n", encoding="utf-8")
    test = _on_top(run, "test", "requirements.txt")
    text = TEST + "-r requirements.txt\n" + "\n".join(test) + "\n"
    (root / "requirements-test.txt").write_text(text, encoding="utf-8")
    bench = _on_top([*run, *test], "bench", "requirements-test.txt")
    text = BENCH + "-r requirements-test.txt\n" + "\n".join(bench) + "\n"
    (root / "requirements-bench.txt").write_text(text, encoding="utf-8")
    docs = _on_top([*run, *test], "docs", "requirements-test.txt")
    text = DOCS + "-r requirements-test.txt\n" + "\n".join(docs) + "\n"
    (root / "requirements-docs.txt").write_text(text, encoding="utf-8")
    mutants = _on_top([*run, *test], "mutants", "requirements-test.txt")
    text = MUTANTS + "-r requirements-test.txt\n" + "\n".join(mutants) + "\n"
    (root / "requirements-mutants.txt").write_text(text, encoding="utf-8")


def _on_top(pinned: list[str], extra: str, file: str) -> list[str]:
    """Resolve an extra beside what is pinned; return what it adds."""
    return [line for line in resolve("--extra", extra, "-c", file) if line not in pinned]


if __name__ == "__main__":
    main()
