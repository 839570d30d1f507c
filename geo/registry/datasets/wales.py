"""Registry: Wales's own deprivation."""

from __future__ import annotations

from geo.registry.datasets.model import WELSHGOV, Dataset

WALES: tuple[Dataset, ...] = (
    Dataset(
        id="wimd25",
        title="Welsh Index of Multiple Deprivation 2025: index and domain ranks by small area",
        publisher=WELSHGOV,
        page="https://www.gov.wales/welsh-index-multiple-deprivation",
        file="welsh_government/wimd-2025-index-and-domain-ranks-by-small-area.csv",
        sha256="ff58c2c87f8997137d7aa46701f10239908d58f18ae14dbfa6c28a7549fc25d7",
        obtained_from="github.com/Sport-Wales/crowdfunder-calculator e552655",
        copy_status="publisher file",
        period="2025",
        rows=1_919,
        other_rows=(1_917,),
        geography="lsoa21",
        caveat="1,917 neighbourhoods and two empty rows. Rank 1 is the most deprived; scores and "
        "indicators are not among our files. Tenths are made here of the ranks.",
        own_file="welsh_government/wimd-2025-index-and-domain-ranks-by-small-area.ods",
        url="https://www.gov.wales/sites/default/files/statistics-and-research/2025-11/"
        "wimd-2025-index-and-domain-ranks-by-small-area.ods",
    ),
)
