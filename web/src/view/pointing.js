// What the pointer is over, and what a click chooses.
"use strict";
(function () {
  const cs = (window.coldspots = window.coldspots || {});

  cs.View.include({
    _point(event) {
      if (!this.what) return;
      cancelAnimationFrame(this._frame);
      // What lies under a panel is not pointed at; the plot names its own dots.
      const panel = cs.onPanel(event);
      if (panel) return event.originalEvent.target.closest(".cs-scatter") ? undefined : this.unpoint();
      this._frame = requestAnimationFrame(() => {
        const site = this.sites.at(this.map, event.containerPoint);
        if (site >= 0) return this._nameSite(site, event.containerPoint);
        const zone = this.spots.at(this.map, event.containerPoint);
        if (zone >= 0) return this._nameZone(zone, event.containerPoint);
        const area = cs.areaAt(this.what.level, event.latlng);
        if (area < 0) return this.unpoint();
        this.pointAt(area, event.containerPoint);
      });
    },

    _click(event) {
      if (!this.what) return;
      const site = this.sites.at(this.map, event.containerPoint);
      if (site >= 0) return this._nameSite(site, event.containerPoint);
      const zone = this.spots.at(this.map, event.containerPoint);
      if (zone >= 0) return this.chooseZone(this.what.zones.codes[zone]);
      const area = cs.areaAt(this.what.level, event.latlng);
      if (area >= 0 && area !== this.chosenArea) this.choose(this.what.level.codes[area]);
      this._point(event);
    },

    _open(event) {
      const area = this.what ? cs.areaAt(this.what.level, event.latlng) : -1;
      if (area < 0 || cs.alone || this.what.level.geography === "lsoa21") return this.map.setZoomAround(event.latlng, this.map.getZoom() + 1);
      this.inside(this.what.level.codes[area]);
    },

    // Name an area and mark it on the map and in the plot; beside the pointer, or at its middle.
    pointAt(area, at) {
      const { level } = this.what;
      if (this.over !== area) {
        this.over = area;
        this.pointed.clearLayers();
        this._draw(this.pointed, level, { code: level.codes[area] }, 1.5);
        this.scatter.draw();
      }
      // Its card is open and says more.
      if (at && area === this.chosenArea) return this.label.hide();
      const { texts, label } = cs.valuesText(this, area);
      const { labels } = this.state.paint;
      const known = texts.every((text) => text !== null);
      const local = level.localNames[area];
      this.label.show(at || this.map.latLngToContainerPoint(cs.areaBounds(level, area).getCenter()), {
        name: local || level.names[area],
        where: [local ? level.names[area] : "", level.contexts[level.context[area]]].filter(Boolean).join(", "),
        value: !known ? label : texts.length === 1 ? texts[0] : texts.map((text, i) => `${labels[i]}: ${text}`).join("\n"),
        note: [known ? label : "", this._unsure(area)].filter(Boolean).join(". "),
        more: this._how(area, known),
      });
    },

    // How sure a rate is, and in which zone of cold spots an area lies.
    _how(area, known) {
      const { sure, zones } = this.what;
      const lines = known && sure ? [cs.sureText(sure, area, this.state.lowestFifth)] : [];
      const zone = zones ? zones.ofArea[area] - 1 : -1;
      if (zone >= 0) lines.push(`Zone: ${zones.names[zone]}`);
      return lines.join("\n");
    },

    _unsure(area) {
      return this.what.uncertain && this.what.uncertain[area] === 1 ? `True rate may be below or above ${this.state.lowestFifth}` : "";
    },

    _nameZone(zone, at) {
      const { zones } = this.what;
      const brief = cs.briefZone(this, zone);
      this.over = null;
      this.pointed.clearLayers();
      this._draw(this.pointed, zones, { code: brief.code }, 1.5);
      this.label.show(at, { name: brief.name, where: brief.where, value: brief.value, note: brief.lines[0] });
    },

    _nameSite(site, at) {
      const { points } = this.what;
      this.over = null;
      this.pointed.clearLayers();
      const provider = points.providers[site];
      this.label.show(at, {
        name: points.names[site],
        where: provider === points.names[site] ? "" : provider,
        value: this.state.legend.siteNames[points.kind[site]],
        note: points.partTime[site] ? "Part-time courses taught here" : "",
      });
    },

    unpoint() {
      cancelAnimationFrame(this._frame);
      this.over = null;
      this.pointed.clearLayers();
      this.label.hide();
      this.scatter.draw();
    },
  });
})();
