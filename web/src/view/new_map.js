// A map of the United Kingdom without tiles, as pages and the app begin with it.
export function newMap(id) {
  const map = L.map(id, {
    center: [52.9, -1.8], zoom: 6, minZoom: 5, maxZoom: 16,
    zoomSnap: 0.25, zoomDelta: 1, wheelPxPerZoomLevel: 90,
    maxBounds: [[46, -18], [63.5, 12]], maxBoundsViscosity: 0.8,
    zoomControl: false,
  });
  L.control.zoom({ position: "bottomright" }).addTo(map);
  L.control.scale({ position: "bottomleft" }).addTo(map);
  return map;
}
