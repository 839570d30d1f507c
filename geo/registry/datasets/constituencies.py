"""Registry: parliamentary constituencies of July 2024, and what is published or carried to them."""

from __future__ import annotations

from geo.registry.datasets.model import MYSOCIETY, ONS, OWN_REPOSITORIES, Dataset

_GEOPORTAL = "https://geoportal.statistics.gov.uk/"
_OVERLAPS = "https://github.com/mysociety/2025-constituencies"

CONSTITUENCIES: tuple[Dataset, ...] = (
    Dataset(
        id="boundaries_pcon24",
        title="Westminster Parliamentary Constituencies (July 2024) Boundaries UK BUC",
        publisher=ONS,
        page=_GEOPORTAL,
        file="ons/Westminster_Parliamentary_Constituencies_July_2024_Boundaries_UK_BUC.geojson",
        sha256="b0186fbdb96fabf8915e09a4aa1314d7a6eaaaaa1803093dae1091a97a5de8f6",
        obtained_from="github.com/open-innovations/constituencies 8c28561bc4",
        copy_status="re-saved copy",
        period="July 2024",
        rows=650,
        geography="pcon24",
        caveat="Ultra-generalised (500 m), coordinates rounded to about 10 m; 18 outlines cross "
        "themselves and are mended here. For maps of the nation, not of streets.",
    ),
    Dataset(
        id="overlaps_pcon24",
        title="Geographic overlaps: LSOA 2011, data zone 2011 and SOA 2001 with constituencies",
        publisher=MYSOCIETY,
        page=_OVERLAPS,
        file="mysociety/LSOA11_PARL25_combo_overlap.parquet",
        sha256="6e159fea1e83f99185a649e1961c24d9134e3747893ce8df40d86cbc0b2663d3",
        obtained_from="github.com/mysociety/2025-constituencies a0b99a674f",
        copy_status="publisher file",
        period="constituencies of July 2024, people of 2019 and before",
        rows=44_728,
        caveat="Shares of people, to a hundredth; they are made to sum to one here. An area "
        "without people goes by its ground.",
        url=OWN_REPOSITORIES + "mysociety/2025-constituencies/HEAD/data/packages/"
        "geographic_overlaps/LSOA11_PARL25_combo_overlap.parquet",
    ),
    Dataset(
        id="population19_small",
        title="People of 2019 by small area: LSOA 2011, data zone 2011 and SOA 2001",
        publisher=MYSOCIETY,
        page="https://github.com/mysociety/composite_uk_imd",
        file="mysociety/2019_population.csv",
        sha256="67faf7a6965728b142ba0e2f2059015dab4cb970a20074542888c1c52cb8f652",
        obtained_from="github.com/mysociety/composite_uk_imd",
        copy_status="publisher file",
        period="mid-2019",
        rows=42_620,
        caveat="People of all ages together. Those of Northern Ireland alone are used here, to "
        "weigh what is carried to its constituencies.",
        url=OWN_REPOSITORIES + "mysociety/composite_uk_imd/HEAD/data/analysis/population/"
        "2019_population.csv",
    ),
    Dataset(
        id="codes_pcon24",
        title="Constituencies of 2024: codes of mySociety and of the ONS",
        publisher=MYSOCIETY,
        page=_OVERLAPS,
        file="mysociety/ukparl.2025.csv",
        sha256="23806d15aee0cfba155650aef51dc594e151de5f579fdc8da828054bedce1273",
        obtained_from="github.com/open-innovations/constituencies 8c28561bc4",
        copy_status="publisher file",
        period="July 2024",
        rows=650,
        geography="pcon24",
        url=OWN_REPOSITORIES + "open-innovations/constituencies/HEAD/lookups/ukparl.2025.csv",
    ),
    Dataset(
        id="census21_pcon_qualifications",
        title="Census 2021: highest level of qualification, by constituency",
        publisher=ONS,
        page="https://www.ons.gov.uk/datasets/create",
        file="census_constituency/census21_wpc_quals.csv",
        sha256="212838823a68d84ff34fec6079850ab08368f3c240b17704dba60aa4636c04e6",
        obtained_from="github.com/ralphascott/UKGE24_wpc_census_summaries d37264281d",
        copy_status="publisher file",
        period="Census of 2021",
        rows=4_600,
        caveat="England and Wales. Counts are perturbed a little by the publisher.",
        url=OWN_REPOSITORIES + "ralphascott/UKGE24_wpc_census_summaries/HEAD/data/census/"
        "census21_wpc_quals.csv",
    ),
)
