// What the pointer is over, and what a click chooses.
import { sureText, valuesText } from "../classing/figures.js";
import { areaBounds } from "../painting/geometry.js";
import { briefZone } from "../panels/zones.js";
import { onPanel } from "./room.js";

export class Pointer {
  _frame = 0;

  /** @param {import("./view.js").View} view */
  constructor(view) {
    this.view = view;
  }

  point(event) {
    if (!this.view.what) return;
    cancelAnimationFrame(this._frame);
    // What lies under a panel is not pointed at; the plot names its own dots.
    const panel = onPanel(event);
    if (panel) return event.originalEvent.target.closest(".cs-scatter") ? undefined : this.view.unpoint();
    this._frame = requestAnimationFrame(() => {
      const site = this.view.sites.at(this.view.map, event.containerPoint);
      if (site >= 0) return this.nameSite(site, event.containerPoint);
      const zone = this.view.spots.at(this.view.map, event.containerPoint);
      if (zone >= 0) return this.nameZone(zone, event.containerPoint);
      const area = this.view.areaAt(event.latlng);
      if (area < 0) return this.view.unpoint();
      this.view.pointAt(area, event.containerPoint);
    });
  }

  click(event) {
    if (!this.view.what) return;
    const site = this.view.sites.at(this.view.map, event.containerPoint);
    if (site >= 0) return this.nameSite(site, event.containerPoint);
    const zone = this.view.spots.at(this.view.map, event.containerPoint);
    const { zones } = this.view.what;
    if (zones && zone >= 0) return this.view.chooseZone(zones.codes[zone]);
    const area = this.view.areaAt(event.latlng);
    if (area >= 0 && area !== this.view.chosenArea) this.view.choose(this.view.what.level.codes[area]);
    this.point(event);
  }

  open(event) {
    const area = this.view.what ? this.view.areaAt(event.latlng) : -1;
    if (area < 0 || this.view.alone || this.view.what.level.geography === "lsoa21") return this.view.map.setZoomAround(event.latlng, this.view.map.getZoom() + 1);
    this.view.inside(this.view.what.level.codes[area]);
  }

  // Name an area and mark it on the map and in the plot; beside the pointer, or at its middle.
  name(area, at) {
    const { level } = this.view.what;
    if (this.view.over !== area) {
      this.view.over = area;
      this.view.pointed.clearLayers();
      this.view.draw(this.view.pointed, level, { code: level.codes[area] }, 1.5);
      this.view.scatter.draw();
    }
    // Its card is open and says more.
    if (at && area === this.view.chosenArea) return this.view.label.hide();
    const { texts, label } = valuesText(this.view, area);
    const { labels } = this.view.state.paint;
    // How sure the figure is comes a moment later, if the pointer is still there.
    this.view.doubts.ready(() => this.view.over === area && this.name(area, at));
    const known = texts.every((text) => text !== null);
    const local = level.localNames[area];
    this.view.label.show(at || this.view.map.latLngToContainerPoint(areaBounds(level, area).getCenter()), {
      name: local || level.names[area],
      where: [local ? level.names[area] : "", level.contexts[level.context[area]]].filter(Boolean).join(", "),
      value: !known ? label : texts.length === 1 ? texts[0] : texts.map((text, i) => `${labels[i]}: ${text}`).join("\n"),
      note: [known ? label : "", this._unsure(area)].filter(Boolean).join(". "),
      more: this._how(area, known),
    });
  }

  // How sure a rate is, and in which zone of cold spots an area lies.
  _how(area, known) {
    const { sure, zones } = this.view.what;
    const lines = known && sure ? [sureText(sure, area)] : [];
    if (known) lines.push(...this.view.doubts.lines(area));
    if (zones && zones.ofArea[area]) lines.push(`Zone: ${zones.names[zones.ofArea[area] - 1]}`);
    return lines.join("\n");
  }

  _unsure(area) {
    return this.view.what.uncertain && this.view.what.uncertain[area] === 1 ? "May or may not be in the lowest fifth of true rates" : "";
  }

  nameZone(zone, at) {
    const { zones } = this.view.what;
    if (!zones) return;
    const brief = briefZone(this.view, zone);
    this.view.over = null;
    this.view.pointed.clearLayers();
    this.view.draw(this.view.pointed, zones, { code: brief.code }, 1.5);
    this.view.label.show(at, { name: brief.name, where: brief.where, value: brief.value, note: brief.lines[0] });
  }

  nameSite(site, at) {
    const { points } = this.view.what;
    this.view.over = null;
    this.view.pointed.clearLayers();
    const provider = points.providers[site];
    this.view.label.show(at, {
      name: points.names[site],
      where: provider === points.names[site] ? "" : provider,
      value: this.view.state.legend.siteNames[points.kind[site]],
      note: points.partTime[site] ? "Part-time courses taught here" : "",
    });
  }

  leave() {
    cancelAnimationFrame(this._frame);
    this.view.over = null;
    this.view.pointed.clearLayers();
    this.view.label.hide();
    this.view.scatter.draw();
  }
}
