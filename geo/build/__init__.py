"""Build the bundled data from the publishers' files: all of it, or nothing is changed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from geo.errors import DiskError, GeoError, SourceUnavailableError
from geo.fetch import cache_dir, filled
from geo.files import drop_staging, only_writer
from geo.settings import data_dir
from geo.tables import FOLDERS, NAME, trusting

STEPS = 10
_STAGING = ".build-"


def build(
    raw: Path | None = None,
    root: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> None:
    """Make everything under the data folder from the folder of raw files.

    The whole bundle is made beside the old one and takes its place at the end, so a file that is
    refused leaves what was there untouched. The same input gives the same bytes.

    Parameters
    ----------
    raw
        Folder of publishers' files, laid out as the registry says; the cache of what was fetched
        unless given.
    root
        The data folder; the bundled one unless given.
    progress
        Told what begins, once a step; `STEPS` times in all.

    Raises
    ------
    SourceUnavailableError
        If a file is missing.
    BadInputError, UnknownAreaError
        If a file is not as declared.
    IntegrityError
        If the files contradict each other.
    DiskError
        If the data folder cannot be written.
    """
    root = root or data_dir()
    if raw is None:
        raw = filled(cache_dir())
    if not raw.is_dir():
        raise SourceUnavailableError(
            f"{raw} is not a folder. Give the folder of raw files with --raw."
        )
    try:
        with only_writer(root):
            drop_staging(root, _STAGING)
            with tempfile.TemporaryDirectory(prefix=_STAGING, dir=root) as made:
                with trusting(Path(made)):
                    _build_into(raw, Path(made), progress)
                _replace_files(Path(made), root)
    except OSError as error:
        if isinstance(error, GeoError):
            raise
        raise DiskError(
            f"The data folder could not be written ({error.strerror or error}). What was there is "
            "unchanged. Free some space and run the build again."
        ) from error


def _build_into(raw: Path, made: Path, progress: Callable[[str], None]) -> None:
    # The server verifies the bundle and builds nothing: it is spared what the steps load.
    from geo.build.figures import build_figures
    from geo.build.findings import build_findings
    from geo.build.joined import build_joined
    from geo.build.landmarks import build_landmarks
    from geo.build.packs import build_packs
    from geo.build.places import build_places
    from geo.build.points import build_points
    from geo.build.posterior import build_posteriors
    from geo.build.posterior_sums import build_posterior_sums
    from geo.build.provenance import build_provenance
    from geo.build.scan import build_scans

    progress("outlines: read, cleaned, dissolved to every level")
    places = build_places(raw, made)
    progress("figures: participation, deprivation, people")
    build_figures(raw, made, places)
    build_points(raw, made, places, progress)
    build_landmarks(raw, made)
    progress("spatial model of participation")
    models = build_posteriors(made)
    progress("spatial scan of participation")
    models |= build_scans(made)
    build_posterior_sums(made)
    progress("cold spots and rank intervals")
    build_findings(made)
    progress("joined tables")
    build_joined(made)
    progress("packs for the browser")
    build_packs(made, places)
    progress("provenance")
    build_provenance(raw, made, models)


def _replace_files(made: Path, root: Path) -> None:
    """Move the new files over the old, then drop old ones that have no successor."""
    for folder in FOLDERS:
        (root / folder).mkdir(exist_ok=True)
        fresh = {path.name for path in (made / folder).iterdir()}
        for name in sorted(fresh):
            (made / folder / name).replace(root / folder / name)
        for path in (root / folder).iterdir():
            if path.name not in fresh and not path.name.startswith("."):
                path.unlink()
    shutil.move(made / NAME, root / NAME)


__all__ = ["STEPS", "build"]
