"""Registry: files that are read and never bundled: nobody states a licence, or no copy was had."""

from __future__ import annotations

from geo.registry.datasets.landmarks import MOTORWAYS
from geo.registry.datasets.model import UCAS, Dataset
from geo.registry.datasets.providers import COURSE_DETAILS

UNBUNDLED: tuple[Dataset, ...] = (
    Dataset(
        id="ucas_entry_rates",
        title="UCAS entry rates of 18 year olds by parliamentary constituency, 2006 to 2024",
        publisher=UCAS,
        page="https://www.ucas.com/data-and-analysis",
        file="ucas_open_innovations/ucas_18yo_entry_rates_by_pcon24_2006-2024.csv",
        sha256="bfae5760399c2f760ba762a4a25a5fc23535e18604a92a47e239eed6964638f5",
        obtained_from="github.com/open-innovations/constituencies 8c28561bc4",
        copy_status="re-saved copy",
        period="2006 to 2024, on constituencies of July 2024",
        rows=650,
        geography="pcon24",
        bundled=False,
        caveat="No page seen states under which licence it may be passed on: it stays in the "
        "user's own cache. In Scotland about a third of young entrants, those of colleges, are "
        "not in it, so that nations do not compare; one year's change is mostly chance.",
    ),
    COURSE_DETAILS,
    *MOTORWAYS,
)
"""Datasets that only a user's own cache may hold."""
