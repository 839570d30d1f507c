"""Publishers' files over HTTP into a cache: whole and checked, or not at all.

One client, one module for each protocol (files, ArcGIS feature services, explore education
statistics), and a guard against networks that nobody named.
"""

from geo.fetch.cache import (
    cache_dir,
    filled,
    of_file,
)
from geo.fetch.client import (
    Client,
)
from geo.fetch.run import (
    Outcome,
    choose,
    fetch,
    hand_over,
    hand_over_folder,
)

__all__ = [
    "Client",
    "Outcome",
    "cache_dir",
    "choose",
    "fetch",
    "filled",
    "hand_over",
    "hand_over_folder",
    "of_file",
]
