"""Registry of every publisher file that the build reads."""

from __future__ import annotations

from functools import cache

from geo.errors import BadInputError
from geo.registry.datasets.constituencies import CONSTITUENCIES
from geo.registry.datasets.deprivation import DEPRIVATION
from geo.registry.datasets.landmarks import LANDMARKS
from geo.registry.datasets.model import Dataset, Publisher
from geo.registry.datasets.northern_ireland import NORTHERN_IRELAND
from geo.registry.datasets.own_cache import UNBUNDLED
from geo.registry.datasets.participation import PARTICIPATION
from geo.registry.datasets.places import PLACES
from geo.registry.datasets.providers import PROVIDERS
from geo.registry.datasets.scotland import SCOTLAND
from geo.registry.datasets.series import SERIES
from geo.registry.datasets.wales import WALES

DATASETS: tuple[Dataset, ...] = (
    *(*PARTICIPATION, *SERIES, *DEPRIVATION, *PLACES, *PROVIDERS),
    *(*SCOTLAND, *CONSTITUENCIES, *NORTHERN_IRELAND, *WALES, *LANDMARKS),
)


@cache
def _by_id() -> dict[str, Dataset]:
    return {entry.id: entry for entry in (*DATASETS, *UNBUNDLED)}


def dataset(name: str) -> Dataset:
    """Return the dataset called `name`.

    Raises
    ------
    BadInputError
        If there is none.
    """
    found = _by_id().get(name)
    if found is None:
        raise BadInputError(
            f"No dataset is called {name!r}. `coldspots info` lists all {len(DATASETS)}."
        )
    return found


__all__ = ["DATASETS", "UNBUNDLED", "Dataset", "Publisher", "dataset"]
