"""Puts the data, the manual and the settings of the app into the wheel, beside what reads them."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
BUNDLE = Path("geo") / "_bundle"
"""Where an installed app finds them: `geo.settings.home_dir`."""


class BuildWithBundle(build_py):
    """Builds the packages, and what they read."""

    def run(self) -> None:
        """Copy the packages, then the data and the settings."""
        super().run()
        if self.editable_mode:
            return
        to = Path(self.build_lib) / BUNDLE
        shutil.rmtree(to, ignore_errors=True)
        for folder in ("data", "docs", ".streamlit"):
            left_out = shutil.ignore_patterns(".*.lock", "*.py", "*.pyc", "__pycache__")
            shutil.copytree(HERE / folder, to / folder, ignore=left_out)


setup(cmdclass={"build_py": BuildWithBundle})
