"""The packages that routers come in: obtained from the package index and unpacked.

The packages are built for another Python than this project's, but what is used of them are ordinary
programs, so they are unpacked and not installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from geo.errors import SourceUnavailableError
from geo.settings import project_dir


@dataclass(frozen=True)
class Package:
    """A package of the index, pinned."""

    name: str
    version: str
    programs: str
    """Folder of its programs."""


PACKAGES = {
    "osrm": Package("osrm-bindings", "26.10.0", "osrm/bin"),
    "valhalla": Package("pyvalhalla", "3.9.1", "valhalla/bin"),
}
_PYTHON = "3.12"
"""The Python that their packages say they are for."""
_PATIENCE_S = 600


def routers_dir() -> Path:
    """Return the folder of packages and graphs, which git ignores: `COLDSPOTS_ROUTERS`."""
    return Path(os.environ.get("COLDSPOTS_ROUTERS") or project_dir() / ".routers")


def unpack(engine: str, to: Path) -> Path:
    """Return the folder in which the package of a router lies, obtained first if it is not there.

    Parameters
    ----------
    engine
        A key of `PACKAGES`.
    to
        The folder of all packages.

    Raises
    ------
    SourceUnavailableError
        If the index does not have it for this computer.
    """
    package = PACKAGES[engine]
    there = to / f"{package.name}-{package.version}"
    if there.is_dir():
        return there
    downloads = to / "downloads"
    downloads.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
    which = ["--no-deps", "--only-binary=:all:", "--python-version", _PYTHON]
    wanted = f"{package.name}=={package.version}"
    command = [*pip, *which, "--dest", str(downloads), wanted]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_S)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SourceUnavailableError(_not_obtained(wanted, str(error))) from error
    stem = package.name.replace("-", "_")
    wheels = sorted(downloads.glob(f"{stem}-{package.version}-*.whl"))
    if done.returncode or not wheels:
        raise SourceUnavailableError(_not_obtained(wanted, _last_line(done.stderr)))
    half = to / f".{there.name}.{os.getpid()}"
    with zipfile.ZipFile(wheels[0]) as wheel:
        wheel.extractall(half)
    for program in (half / package.programs).iterdir():
        program.chmod(0o755)
    keep(half, there)
    wheels[0].unlink(missing_ok=True)
    return there


def keep(half: Path, there: Path) -> None:
    """Rename a finished folder; if another process was faster, its folder stays."""
    try:
        half.rename(there)
    except OSError:
        if not there.is_dir():
            raise
        shutil.rmtree(half)


def _not_obtained(wanted: str, why: str) -> str:
    return (
        f"{wanted} was asked of pip's package index, for this computer, and not obtained ({why}). "
        "See that `pip config list` names an index that has it, or give `reach` and `site` the "
        "address of another router."
    )


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "pip said nothing"
