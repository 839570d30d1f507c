// Takes commands from Python: what to show, as JSON in base64, and shows it on the map.
"use strict";
(function () {
  const cs = (window.coldspots = window.coldspots || {});

  cs.attach = function (map) {
    if (map.coldspots) return map.coldspots;
    const view = { map, asked: 0, state: null };
    view.areas = new cs.AreaLayer({ minZoom: 4, maxZoom: 18 }).addTo(map);
    view.sites = new cs.SiteLayer().addTo(map);
    view.labels = new cs.LabelLayer().addTo(map);
    view.legend = new cs.Legend().addTo(map);
    view.label = new cs.Label(map);
    view.progress = new cs.Progress(map);
    view.chosen = L.layerGroup().addTo(map);
    view.pointed = L.layerGroup().addTo(map);
    view.areas.on("painted", () => {
      map.getContainer().dataset.painted = view.areas.stats().painted;
      map.getContainer().dataset.shown = view.state.key;
    });
    map.on("mousemove", (event) => point(view, event));
    map.on("click", (event) => point(view, event));
    map.on("mouseout", () => unpoint(view));
    map.on("zoomend", () => outline(view));
    fill(view);
    map.coldspots = view;
    return view;
  };

  // The frame changes its height as styles come in: as long as nobody has touched the map, the
  // country fills it.
  function fill(view) {
    const { map } = view;
    view.untouched = true;
    const touch = () => (view.untouched = false);
    for (const kind of ["pointerdown", "wheel", "keydown"]) {
      map.getContainer().addEventListener(kind, touch, { passive: true });
    }
    new ResizeObserver(() => {
      map.invalidateSize({ animate: false });
      if (view.bounds && view.untouched) first(map, view.bounds);
    }).observe(map.getContainer());
  }

  cs.apply = async function (map, command) {
    const view = cs.attach(map);
    const state = JSON.parse(new TextDecoder().decode(cs.fromBase64(command)));
    const asked = ++view.asked;
    map.getContainer().dataset.theme = state.theme;
    if (!view.bounds) first(map, (view.bounds = state.bounds));
    try {
      view.progress.begin(state.loading, state.bytes);
      const what = await open(view, state);
      if (asked !== view.asked) return;
      view.progress.end();
      view.state = state;
      view.what = what;
      view.areas.show({ ...what, style: state.style });
      view.sites.show({ sites: what.points, ...state.sites, theme: state.style.sites });
      view.labels.show({ places: what.places, theme: state.style.labels });
      view.legend.show(state);
      map.attributionControl.setPrefix(false);
      credit(map, view, state.credit);
      outline(view);
      go(view, state);
    } catch (error) {
      if (asked !== view.asked) return;
      console.warn(error);
      view.progress.failed(state.failed);
    }
  };

  // The first look: the legend stands on the left, so the country goes beside it where there is room.
  function first(map, bounds) {
    const wide = map.getSize().x > 700;
    const room = { paddingTopLeft: [wide ? 200 : 0, 4], paddingBottomRight: [0, wide ? 20 : 44] };
    map.fitBounds(bounds, { animate: false, ...room });
  }

  async function open(view, state) {
    const report = (bytes) => view.progress.more(bytes);
    const get = (name, more) => cs.open(state.base, name, report, more);
    const level = (entry) => get(entry.file, get(entry.arcs));
    const [shown, land, frame, column, points, places] = await Promise.all([
      level(state.level),
      level(state.land),
      state.frame ? level(state.frame) : null,
      get(state.column),
      get(state.sites.file),
      get(state.places),
    ]);
    return { level: shown, land, frame, column, points, places };
  }

  function credit(map, view, line) {
    if (view.credit) map.attributionControl.removeAttribution(view.credit);
    const node = document.createElement("span");
    node.textContent = line;
    view.credit = node.innerHTML;
    map.attributionControl.addAttribution(view.credit);
  }

  // Move only when Python asks for a place it has not asked for before.
  function go(view, state) {
    if (!state.go || state.go === view.gone) return;
    view.gone = state.go;
    view.untouched = false;
    const area = view.what.level.codes.indexOf(state.go);
    if (area >= 0) {
      view.map.fitBounds(cs.areaBounds(view.what.level, area).pad(1.2), { maxZoom: 13 });
    }
  }

  function outline(view) {
    view.chosen.clearLayers();
    if (!view.what || !view.state.select) return;
    const area = view.what.level.codes.indexOf(view.state.select);
    if (area >= 0) draw(view, view.chosen, area, 3);
  }

  function draw(view, group, area, weight) {
    const lines = cs.outlineOf(view.what.level, area, view.map.getZoom());
    const look = { fill: false, interactive: false };
    const { halo, ink } = view.state.style.sites;
    L.polygon(lines, { ...look, color: halo, weight: weight + 2.5 }).addTo(group);
    L.polygon(lines, { ...look, color: ink, weight }).addTo(group);
  }

  function point(view, event) {
    if (!view.what) return;
    cancelAnimationFrame(view.frame);
    view.frame = requestAnimationFrame(() => {
      const site = view.sites.at(view.map, event.containerPoint);
      if (site >= 0) return nameSite(view, site, event.containerPoint);
      const area = cs.areaAt(view.what.level, event.latlng);
      if (area < 0) return unpoint(view);
      nameArea(view, area, event.containerPoint);
    });
  }

  function nameArea(view, area, at) {
    const { level, column } = view.what;
    if (view.over !== area) {
      view.over = area;
      view.pointed.clearLayers();
      draw(view, view.pointed, area, 1.5);
    }
    const local = level.localNames[area];
    const context = level.contexts[level.context[area]];
    const row = view.state.legend.rows.find((item) => item.code === column.classes[area]);
    const value = cs.valueText(column, area);
    view.label.show(at, {
      name: local || level.names[area],
      where: [local ? level.names[area] : "", context].filter(Boolean).join(", "),
      value: value === null ? row.label : value,
      note: value === null ? "" : row.label,
    });
  }

  function nameSite(view, site, at) {
    const { points } = view.what;
    view.over = null;
    view.pointed.clearLayers();
    const provider = points.providers[site];
    view.label.show(at, {
      name: points.names[site],
      where: provider === points.names[site] ? "" : provider,
      value: view.state.legend.siteNames[points.kind[site]],
      note: points.partTime[site] ? "Part-time courses taught here" : "",
    });
  }

  function unpoint(view) {
    cancelAnimationFrame(view.frame);
    view.over = null;
    view.pointed.clearLayers();
    view.label.hide();
  }
})();
