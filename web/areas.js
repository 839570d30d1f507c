// Read TopoJSON files as a page would; print area (km2) and bounds of each feature, by d3-geo.
import { readFileSync } from "node:fs";
import { geoArea, geoBounds } from "d3-geo";
import { feature } from "topojson-client";

const KM = 6371.0088;
const read = (path) => {
  const topology = JSON.parse(readFileSync(path, "utf8"));
  const [object] = Object.values(topology.objects);
  return feature(topology, object).features.map((area) => ({
    id: area.id,
    km2: geoArea(area) * KM * KM,
    bounds: geoBounds(area).flat(),
  }));
};
console.log(JSON.stringify(process.argv.slice(2).map(read)));
