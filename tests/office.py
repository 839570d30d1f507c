"""Tables as LibreOffice reads them: what somebody sees who opens a file of ours."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def read_by_office(path: Path, folder: Path, *, looking_for_formulas: bool = False) -> Path:
    """Open a CSV file or a workbook without a window; return what was read, as CSV.

    Parameters
    ----------
    path
        Of the file.
    folder
        Of one's own, in which the office keeps its settings and writes what it read.
    looking_for_formulas
        Whether a CSV file is read as one who types is: cells may become formulas and numbers.
    """
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    out = folder / path.name.replace(".", "-")
    # 44,34: comma and quotation mark. The last of the longer list looks for formulas.
    reading = "CSV:44,34,UTF8,1,,0,false,true" if looking_for_formulas else "CSV:44,34,UTF8"
    subprocess.run(
        [
            office,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            f"--infilter={reading}" if path.suffix == ".csv" else "--norestore",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76",
            "--outdir",
            str(out),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return out / f"{path.stem}.csv"
