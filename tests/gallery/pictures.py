"""The pictures of the gallery: kinds of map and chart, at places of ten kinds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, cast

from layers.charts import chart_of, write_chart
from layers.charts import read_link as read_chart
from layers.exports import read_link, write_view
from layers.pictures import Shape, Style


class Picture(NamedTuple):
    """A picture of the gallery."""

    name: str
    """Of its file, without the suffix: place, kind and what is particular."""
    link: str
    """What stands after the question mark of its address."""
    style: str = "light"
    shape: str = "map"
    size: str = "640x450"

    @property
    def chart(self) -> str:
        """The kind of chart; empty for a map."""
        return self.style.removeprefix("chart ") if self.style.startswith("chart ") else ""

    def draw(self, path: Path) -> None:
        """Draw it into a PNG, one pixel for each pixel of the page."""
        if self.chart:
            view = replace(read_chart(self.link), chart=self.chart)
            return write_chart(chart_of(view), path, dpi=96)
        view, notes = read_link(self.link)
        assert not notes, (self.name, notes)
        style, shape = cast("Style", self.style), cast("Shape", self.shape)
        write_view(view, path, style=style, shape=shape, size=self.size, dpi=96)


COUNTY, CITY, RURAL, BOROUGH = "E10000020", "E08000035", "E07000147", "E09000025"
REGION, AUTHORITY, SEAT, ZONE = "E12000003", "E47000006", "E14001105", "zone-E01007317"
WALES, SCOTLAND, ULSTER = "W92000004", "S92000003", "N92000002"
UK, LONDON = "K02000001", "E12000007"

PICTURES = (
    # England.
    Picture("england-entry", "level=utla23&show=he19_rate"),
    Picture("england-entry-hex", "level=utla23&show=he19_rate", shape="hex"),
    Picture("england-small-areas", "in=E92000001&show=tundra_rate"),
    Picture("england-middle-areas-grey", "level=msoa21", "print"),
    Picture("england-deprivation", "level=lad24&show=iod25_score", "safe"),
    Picture("england-change", "level=utla23&with=change&show=he19_rate"),
    Picture("england-both", "level=lad24&with=both"),
    Picture("england-cold", "with=cold&by=likely"),
    Picture("england-draws", "level=msoa21&with=draws&draw=3"),
    Picture("england-many", "level=utla23&show=he19_rate&as=many"),
    Picture("england-regions", "level=region&show=he19_rate"),
    Picture("england-commission", "level=smc205&show=smc_labour_market"),
    Picture("england-years", "level=nation&show=he19_rate&in=E92000001", "chart years"),
    # A region.
    Picture("region-entry", f"level=utla23&show=he19_rate&in={REGION}"),
    Picture("region-cold", f"with=cold&in={REGION}"),
    Picture("region-disagree", f"with=disagree&in={REGION}"),
    Picture("region-sites", f"with=sites&add=2&in={REGION}"),
    Picture("region-ranked", f"level=utla23&show=he19_rate&in={REGION}", "chart ranked"),
    Picture("london-hex", f"level=lad24&in={LONDON}", shape="hex"),
    Picture("london-hex-small", f"level=msoa21&in={LONDON}", shape="hex"),
    Picture("london-boroughs-tall", f"level=lad24&in={LONDON}", size="540x675"),
    # Nations.
    Picture("kingdom-seats", f"with=nations&level=pcon24&in={UK}"),
    Picture("kingdom-seats-hex", f"with=nations&level=pcon24&in={UK}", shape="hex"),
    Picture(
        "kingdom-seats-hex-tall", f"with=nations&level=pcon24&in={UK}", "safe", "hex", "540x960"
    ),
    Picture("kingdom-districts", f"with=nations&level=lad24&in={UK}"),
    Picture("wales-deprivation", f"show=wimd25_decile&in={WALES}"),
    Picture("wales-seats-hex", f"level=pcon24&show=census21_level4&in={WALES}", shape="hex"),
    Picture("scotland-entry", f"level=iz11&show=simd20_university&in={SCOTLAND}"),
    Picture("scotland-cold", f"with=cold&level=dz11&in={SCOTLAND}"),
    Picture("ulster-leavers", f"level=dea14&show=ni_leavers_he&in={ULSTER}"),
    Picture("ulster-cold", f"with=cold&level=soa01&by=threshold&in={ULSTER}"),
    # A county.
    Picture("county-entry", f"in={COUNTY}"),
    Picture("county-wards", f"level=ward24&in={COUNTY}", "print"),
    Picture("county-both", f"with=both&in={COUNTY}"),
    Picture("county-taught", f"with=taught&subject=CAH07-01&in={COUNTY}"),
    Picture("county-districts-hex", f"level=lad24&in={COUNTY}", shape="hex"),
    # A city district.
    Picture("city-entry", f"in={CITY}"),
    Picture("city-reach", f"with=reach&providers=10007795&km=5&in={CITY}"),
    Picture("city-cold", f"with=cold&in={CITY}"),
    Picture("city-hex", f"in={CITY}", shape="hex"),
    Picture("city-many", f"level=msoa21&in={CITY}&as=many"),
    Picture("city-target", f"level=utla23&show=he19_rate&in={CITY}", "chart target"),
    # A rural district.
    Picture("rural-entry", f"in={RURAL}"),
    Picture("rural-deprivation", f"show=iod25_decile&in={RURAL}", "safe"),
    Picture("rural-sites", f"with=sites&add=1&in={RURAL}"),
    Picture("rural-beeswarm", f"level=lad24&show=tundra_rate&in={RURAL}", "chart beeswarm"),
    # A London borough.
    Picture("borough-entry", f"in={BOROUGH}"),
    Picture("borough-income", f"show=idaci25_decile&in={BOROUGH}", "print"),
    Picture("borough-schools", f"level=msoa21&in={BOROUGH}&sites=school,university,college"),
    Picture("borough-ward", f"in={BOROUGH}&area=E01003483"),
    # A constituency.
    Picture("seat-entry", f"in={SEAT}"),
    Picture("seat-small", f"in={SEAT}", size="300x420"),
    Picture("seat-education", f"show=iod25_education_decile&in={SEAT}", "safe"),
    # A combined authority.
    Picture("authority-entry", f"in={AUTHORITY}"),
    Picture("authority-seats-hex", f"level=pcon24&in={AUTHORITY}", shape="hex"),
    Picture("authority-square", f"level=msoa21&in={AUTHORITY}", size="1080x1080"),
    Picture("authority-scatter", f"level=msoa21&show=tundra_rate&in={AUTHORITY}", "chart scatter"),
    # A zone of cold spots.
    Picture("zone-tested", f"with=cold&in=E08000016&area={ZONE}"),
    Picture("district-likely", "with=cold&by=likely&in=E06000009"),
    Picture("zone-story", f"with=cold&in={REGION}&area={ZONE}", size="540x960"),
)
