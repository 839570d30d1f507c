// Takes commands from Python: what to show, as compressed JSON in base64, and shows it on the map.
"use strict";
(function () {
  const cs = (window.coldspots = window.coldspots || {});

  cs.attach = function (map) {
    if (map.coldspots) return map.coldspots;
    const view = (map.coldspots = new cs.View(map));
    return view;
  };

  cs.apply = async function (map, command) {
    const view = cs.attach(map);
    const asked = ++view.asked;
    const state = JSON.parse(await inflated(cs.fromBase64(command)));
    if (asked !== view.asked || cs.isOld(state.heard)) return;
    map.getContainer().dataset.theme = state.theme;
    if (!view.bounds) view.first((view.bounds = state.bounds));
    try {
      view.progress.begin(state.loading, state.bytes);
      const what = await open(view, state);
      if (asked !== view.asked) return;
      view.progress.end();
      view.show(state, what);
    } catch (error) {
      if (asked !== view.asked) return;
      console.warn(error);
      view.progress.failed(state.failed);
    }
  };

  function inflated(bytes) {
    const whole = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(whole).text();
  }

  async function open(view, state) {
    const report = (bytes) => view.progress.more(bytes);
    const get = (name, more) => cs.open(state.base, name, report, more);
    const level = (entry) => (entry ? get(entry.file, get(entry.arcs)) : null);
    const [shown, land, frame, points, places, uncertain, sure, zones, place, select, ...columns] = await Promise.all([
      level(state.level),
      level(state.land),
      level(state.frame),
      get(state.sites.file),
      get(state.places),
      state.uncertain ? get(state.uncertain) : null,
      state.sure ? get(state.sure) : null,
      level(state.zones),
      level(state.place && state.place.level),
      level(state.select && state.select.level),
      ...state.paint.columns.map((name) => get(name)),
    ]);
    return {
      level: shown, land, frame, points, places, columns, place, select, sure, zones,
      codes: cs.codesOf(state.paint, columns),
      uncertain: uncertain && uncertain.classes,
      mask: cs.maskOf(state.mask, shown.count),
    };
  }
})();
