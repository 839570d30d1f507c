// One map and everything on it: shows a state, and says what is pointed at and chosen.
import { shownOf } from "../classing/classing.js";
import { Find, findOnServer } from "../find/find.js";
import { findLocally } from "../find/find_local.js";
import { AreaLayer } from "../layers/areas.js";
import { Basemap } from "../layers/basemap.js";
import { LabelLayer } from "../layers/labels.js";
import { Callouts } from "../layers/callouts.js";
import { PinLayer } from "../layers/pin.js";
import { OutlineLayer } from "../layers/outline.js";
import { RoadLayer } from "../layers/roads.js";
import { SiteLayer } from "../layers/sites.js";
import { SpotLayer } from "../layers/spots.js";
import { holdsPacks, open } from "../packs/packs.js";
import { areaAt, areaBounds, outlineOf } from "../painting/geometry.js";
import { Bar } from "../panels/bar.js";
import { Card, briefCard } from "../panels/card.js";
import { Many } from "../panels/many.js";
import { Label } from "../panels/label.js";
import { Legend } from "../panels/legend.js";
import { Paper } from "../panels/paper.js";
import { Progress } from "../panels/progress.js";
import { make, shield } from "../panels/make.js";
import { Strip } from "../panels/strip.js";
import { Scatter } from "../panels/scatter.js";
import { Table } from "../panels/table.js";
import { Zones, briefZone } from "../panels/zones.js";
import { alone, keepAddress, tell } from "./address.js";
import { Doubts } from "./doubts.js";
import { listen } from "./keys.js";
import { Pointer } from "./pointing.js";
import { isClear, marginsOf, uncover } from "./room.js";

const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

export class View {
  /** @type {L.Map} */ map;
  alone = alone;
  // How many commands came, and whether nobody has touched the map yet.
  asked = 0;
  untouched = true;
  /** @type {State} */ state;
  /** @type {What} */ what;
  /** What the pointer is over. @type {number | null} */ over = null;
  /** The only areas in colour. @type {Uint8Array | null} */ picked = null;
  /** The class that they are of. @type {number | null} */ only = null;
  /** @type {L.LatLngBoundsLiteral} */ bounds;
  chosenArea = -1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ writing;
  _line = "";
  _repick = false;
  _painted_look = "";
  /** The level that was asked for as the map was zoomed. @type {string | null} */ _stepped = null;

  /** @param {L.Map} map */
  constructor(map) {
    this.map = map;
    this.basemap = new Basemap(map);
    this.areas = new AreaLayer({ minZoom: 4, maxZoom: 18 }).addTo(map);
    this.roads = new RoadLayer().addTo(map);
    this.spots = new SpotLayer().addTo(map);
    this.sites = new SiteLayer().addTo(map);
    // Names are written over the outlines, and sites stand under both.
    this.outlines = new OutlineLayer().addTo(map);
    this.labels = new LabelLayer().addTo(map);
    this.pin = new PinLayer().addTo(map);
    this.callouts = new Callouts().addTo(map);
    this.bar = new Bar(this);
    this._addFind();
    this.legend = new Legend().addTo(map);
    const side = make("div", "cs-side", undefined, map.getContainer());
    shield(side);
    this.card = new Card(this, side);
    this.zones = new Zones(this, side);
    this.scatter = new Scatter(this, side);
    this.doubts = new Doubts(this);
    this.table = new Table(this);
    this.many = new Many(this);
    this.strip = holdsPacks() ? new Strip(map) : null;
    this.label = new Label(map, side);
    this.progress = new Progress(map);
    this.paper = new Paper(this);
    this.pointer = new Pointer(this);
    this.pointed = L.layerGroup().addTo(map);
    this.areas.on("painted", () => this._painted());
    map.attributionControl.setPrefix(false);
    map.doubleClickZoom.disable();
    map.on("mousemove", (event) => this.pointer.point(event));
    map.on("click", (event) => this.pointer.click(event));
    map.on("dblclick", (event) => this.pointer.open(event));
    map.on("mouseout", () => this.unpoint());
    map.on("zoomend", () => this._zoomed());
    map.on("moveend", () => keepAddress(this));
    // The page turns dark or light with the visitor's system; its colours come from Python.
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    system.addEventListener("change", () => tell({ kind: "theme" }));
    listen(this);
    this._fill();
  }

  _addFind() {
    const onServer = alone ? null : findOnServer("../../");
    const ask = (text, signal) => (onServer ? onServer(text, signal) : findLocally(this, text));
    const find = new Find({ ask, choose: (found) => this.find(found) });
    this.bar.find.append(find.onAdd());
  }

  // The frame changes its height as styles come in: as long as nobody has touched the map, the
  // country fills it.
  _fill() {
    const { map } = this;
    const touch = () => (this.untouched = false);
    for (const kind of ["pointerdown", "wheel", "keydown"]) {
      map.getContainer().addEventListener(kind, touch, { passive: true });
    }
    new ResizeObserver(() => {
      map.invalidateSize({ animate: false });
      if (this.bounds && this.untouched) this.first(this.bounds);
    }).observe(map.getContainer());
  }

  // The first look: the country, beside what stands over the map.
  first(bounds) {
    this.map.fitBounds(bounds, { animate: false, ...marginsOf(this.map) });
  }

  show(state, what) {
    const moved = !this.state || state.go.token !== this.state.go.token;
    const clear = !moved && this._isClear();
    const kept = this.what && this.what.level === what.level && this.state.key === state.key;
    if (!kept) Object.assign(this, { picked: null, only: null });
    Object.assign(this, { state, what });
    this.chosenArea = state.select ? what.level.codes.indexOf(state.select.code) : -1;
    this._paint();
    this.legend.show(this);
    this.bar.show(state);
    this.card.show(state.card);
    this.zones.show();
    this.scatter.show();
    this._looks();
    this.basemap.show(state.tiles);
    this._credit(state.credit);
    this._outline();
    if (moved) this._go();
    else if (clear && !this._isClear()) this._goToShown();
    keepAddress(this);
    this._overlays(state, what);
  }

  // Names and sites come a frame later each, so that no block of the page is long.
  async _overlays(state, what) {
    this.spots.show({ zones: what.zones, mask: shownOf(this), classes: state.style.classes, theme: state.style.sites });
    await frame();
    if (state !== this.state) return;
    this.pin.show({ theme: state.style.labels });
    this.callouts.show(state.callouts);
    const roads = roadsOf(state);
    this.roads.show({ roads });
    this.labels.show({ places: what.places, near: nearOf(state), roads, main: state.main, theme: state.style.labels });
    await frame();
    if (state !== this.state) return;
    this.sites.show({ sites: what.points, ...state.sites, theme: state.style.sites });
  }

  // Areas are painted anew only where something of their look has changed.
  _paint() {
    const { level, land, frame, zones, codes, uncertain } = this.what;
    const mask = shownOf(this);
    const { style } = this.state;
    const text = [this.state.key, JSON.stringify(this.state.paint), JSON.stringify(style), this.state.mask, this.state.uncertain, JSON.stringify(this.state.zones)];
    const look = text.join("|");
    if (look === this._painted_look && !this._repick) return this._painted();
    Object.assign(this, { _painted_look: look, _repick: false });
    this.areas.show({ level, land, frame, zones, codes, uncertain, mask, style });
  }

  _painted() {
    const node = this.map.getContainer();
    if (!this.state || this.areas.stats().busy) return;
    node.dataset.painted = String(this.areas.stats().painted);
    node.dataset.shown = this.state.key;
  }

  _looks() {
    const { look } = this.state;
    this.strip?.show(this);
    this.map.getContainer().dataset.look = look;
    this.table.show(look === "table");
    this.many.show(look === "many" && this.state.many.length > 0);
  }

  // Position of the area at a point on the ground, or -1.
  areaAt(latlng) {
    return areaAt(this.what.level, latlng);
  }

  pointAt(area, at) {
    this.pointer.name(area, at);
  }

  unpoint() {
    this.pointer.leave();
  }

  look(name) {
    this.state.look = name;
    this.bar.show(this.state);
    this._looks();
    this.tell({ kind: "look", look: name });
  }

  tell(event) {
    this.untouched = false;
    return tell(event);
  }

  _credit(line) {
    const control = this.map.attributionControl;
    if (this._line) control.removeAttribution(this._line);
    const node = document.createElement("span");
    node.textContent = line;
    this._line = node.innerHTML;
    control.addAttribution(this._line);
  }

  // Go where Python says: to a stated point, else to the chosen area, else to the place, else home.
  _go() {
    const { at } = this.state.go;
    this.unpoint();
    if (at) this.map.setView([at[0], at[1]], at[2], { animate: false });
    else if (!this._goToShown()) return this.first(this.bounds);
    this.untouched = false;
  }

  // Go to what is looked at: the chosen area, else the place. False where neither is.
  _goToShown() {
    const chosen = this._boundsOf(this.what.select, this.state.select);
    const place = this._boundsOf(this.what.place, this.state.place);
    if (chosen) this.map.fitBounds(chosen.pad(this._air()), { maxZoom: 13.5, animate: false, ...marginsOf(this.map) });
    else if (place) this.map.fitBounds(place.pad(0.04), { animate: false, ...marginsOf(this.map) });
    return Boolean(chosen || place);
  }

  // Whether what is looked at is whole on the map, and no panel is over it.
  _isClear() {
    if (!this.state || !this.what) return false;
    const shown = this._boundsOf(this.what.select, this.state.select) || this._boundsOf(this.what.place, this.state.place);
    return Boolean(shown) && isClear(this.map, shown);
  }

  // A neighbourhood is shown with what is around it, a large area by itself.
  _air() {
    return { lsoa21: 0.9, msoa21: 0.5, ward24: 0.5, zones: 0.5 }[this.state.select.level.id] || 0.1;
  }

  placeBounds() {
    return this._boundsOf(this.what.place, this.state.place) || L.latLngBounds(this.bounds);
  }

  _boundsOf(level, asked) {
    const area = level && asked ? level.codes.indexOf(asked.code) : -1;
    return area < 0 ? null : areaBounds(level, area);
  }

  _zoomed() {
    const steps = this.state ? this.state.levels : [];
    if (!steps.length) return;
    const zoom = this.map.getZoom();
    const step = [...steps].reverse().find((item) => zoom >= item.from) || steps[0];
    if (step.level !== this.what.level.geography && step.level !== this._stepped) {
      this._stepped = step.level;
      this.tell({ kind: "level", level: step.level });
    }
    if (step.level === this.what.level.geography) this._stepped = null;
  }

  _outline() {
    const { place, select } = this.what;
    const lines = [
      [place, this.state.place, 2],
      [select, this.state.select, 3],
    ];
    const outlines = lines
      .map(([level, asked, weight]) => ({ level, area: level && asked ? level.codes.indexOf(asked.code) : -1, weight }))
      .filter(({ area }) => area >= 0);
    this.outlines.show({ outlines, theme: this.state.style.sites });
  }

  draw(group, level, asked, weight) {
    const area = level && asked ? level.codes.indexOf(asked.code) : -1;
    if (area < 0) return;
    const lines = outlineOf(level, area, this.map.getZoom());
    const look = { fill: false, interactive: false };
    const { halo, ink } = this.state.style.sites;
    L.polygon(lines, { ...look, color: halo, weight: weight + 2.5 }).addTo(group);
    L.polygon(lines, { ...look, color: ink, weight }).addTo(group);
  }

  // Choose an area: its outline and what is known of it at once, the rest when Python answers.
  choose(code) {
    const area = code ? this.what.level.codes.indexOf(code) : -1;
    const level = { ...this.state.level };
    this.state.select = area < 0 ? null : { code, level };
    this.what.select = area < 0 ? null : this.what.level;
    this.chosenArea = area;
    this.card.show(area < 0 ? null : briefCard(this, area));
    this.zones.show();
    this._outline();
    this.scatter.draw();
    if (area >= 0) uncover(this.map, areaBounds(this.what.level, area));
    this.tell(area < 0 ? { kind: "clear" } : { kind: "select", code });
  }

  // Choose a zone of cold spots, and go there.
  chooseZone(code) {
    const zone = this.what.zones?.codes.indexOf(code) ?? -1;
    if (zone < 0) return;
    this.state.select = { code, level: this.state.zones };
    this.what.select = this.what.zones;
    this.chosenArea = -1;
    this.card.show(briefZone(this, zone));
    this.zones.show();
    this._outline();
    this.unpoint();
    this._goToShown();
    this.tell({ kind: "select", code });
  }

  inside(code) {
    this.tell({ kind: "inside", code });
  }

  // Go to what the find box found: an area is entered or outlined, a site or institution approached.
  find(found) {
    this._pinned(found);
    const settled = found.kind === "town" || found.kind === "village";
    const point = found.kind !== "area" && found.kind !== "postcode" && Number.isFinite(found.lat);
    if (settled) this._chooseAt(found);
    if (point) return this._approach(found);
    if (found.code && this.tell({ kind: "found", code: found.code })) return;
    const area = found.code ? this.what.level.codes.indexOf(found.code) : -1;
    if (area >= 0) {
      this.choose(found.code);
      this.map.fitBounds(areaBounds(this.what.level, area).pad(0.9), { maxZoom: 13.5, ...marginsOf(this.map) });
    } else if (Number.isFinite(found.lat)) {
      this._approach(found);
    }
  }

  // A postcode, a site or a school is marked: an area has its outline, and a town its name.
  _pinned({ kind, lat, lng }) {
    const point = !["area", "town", "village"].includes(kind) && Number.isFinite(lat) && Number.isFinite(lng);
    this.pin.put(point ? [lat, lng] : null);
  }

  // A town has no figures of its own: those of the area that holds its middle are shown.
  _chooseAt({ lat, lng }) {
    const area = this.areaAt(L.latLng(lat, lng));
    if (area >= 0) this.choose(this.what.level.codes[area]);
  }

  _approach({ kind, lat, lng, name, where }) {
    this.untouched = false;
    this.map.fitBounds([[lat, lng], [lat, lng]], { maxZoom: kind === "town" ? 11.5 : 13, animate: false, ...marginsOf(this.map) });
    this.label.show(this.map.latLngToContainerPoint([lat, lng]), { name, where });
  }

  // Show only some areas in colour: from a class of the legend, or from the plot; all for null.
  pick(picked, only = null) {
    Object.assign(this, { picked, only, _repick: true });
    this._paint();
    this.spots.show({ ...this.spots._what, mask: shownOf(this) });
    this.legend.show(this);
    this.scatter.repick();
    this._looks();
  }

  showOnly(code) {
    if (this.only === code) return this.pick(null);
    this.pick(this.what.codes.map((own) => (own === code ? 1 : 0)), code);
  }
}

// Names from near, and how to get them; none in a page that stands alone without them.
const nearOf = ({ near, base }) => near && { from: near.from, open: opener(base, near.file) };

// Motorways and how to get them, their numbers too; none where the server has none.
const roadsOf = ({ roads, base }) => roads && { ...roads, open: opener(base, roads.file), openNumbers: opener(base, roads.numbers) };

const openers = new Map();

// The same function for the same file: a layer sees by it whether it has asked.
function opener(base, file) {
  if (!openers.has(file)) openers.set(file, () => open(base, file, () => {}, null));
  return openers.get(file);
}
