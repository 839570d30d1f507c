// A basemap below the areas, where whoever runs the server has set the address of its tiles.
export class Basemap {
  /** @type {L.TileLayer | null} */ _layer = null;
  _address = "";

  /** @param {L.Map} map */
  constructor(map) {
    this._on = map;
    // Below the areas, which then let it through.
    map.createPane("basemap").style.zIndex = "150";
  }

  /** Show the tiles of an address; none without one. @param {string} [address] */
  show(address = "") {
    if (address === this._address) return;
    this._layer?.remove();
    this._layer = null;
    this._address = address;
    this._on.getContainer().classList.toggle("cs-based", address !== "");
    if (address) this._layer = L.tileLayer(address, { pane: "basemap", maxZoom: 19 }).addTo(this._on);
  }
}
