// Opens packs, each once: from the app, or from the page that holds them, through the reader.
"use strict";
(function () {
  const cs = (window.coldspots = window.coldspots || {});
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const opened = new Map();
  const awaited = new Map();
  let tell = null;

  cs.fromBase64 = function fromBase64(content) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(content);
    const letters = atob(content);
    const bytes = new Uint8Array(letters.length);
    for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
    return bytes;
  };

  // The reader works beside the page where the browser lets it, else within it.
  function reader() {
    if (tell) return tell;
    const script = `"use strict"; const hear = (${cs.reader})(postMessage.bind(self), ${cs.fromBase64});
      onmessage = ({ data }) => hear(data);`;
    try {
      const worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
      worker.onmessage = ({ data }) => arrived(data);
      worker.onerror = () => [...awaited.keys()].forEach((name) => arrived({ name, error: "no reader" }));
      tell = (message, handed = []) => worker.postMessage(message, handed);
    } catch {
      tell = cs.reader(arrived, cs.fromBase64);
    }
    return tell;
  }

  function arrived({ name, pack, error }) {
    if (!awaited.has(name)) return;
    const { resolve, reject } = awaited.get(name);
    if (error) reject(new Error(name + ": " + error));
    else resolve(withTexts(pack));
  }

  // Texts become strings when somebody asks for them: most are never shown.
  function withTexts(pack) {
    for (const [name, runs] of Object.entries(pack.lines || {})) {
      let texts = null;
      Object.defineProperty(pack, name, { enumerable: true, get: () => (texts = texts || textsOf(runs)) });
    }
    return pack;
  }

  // Undo `encode_texts` of geo/packs/codec.py. Bytes are joined first: what two lines share may end
  // within a letter.
  function textsOf({ back, kept, tails }) {
    const told = new Uint8Array(tails.length + kept.length + kept.reduce((sum, count) => sum + count, 0));
    for (let i = 0, at = 0, to = 0, before = 0; i < kept.length; i++, at++) {
      told.copyWithin(to, before, before + kept[i]);
      before = to;
      to += kept[i];
      while (at < tails.length && tails[at] !== 10) told[to++] = tails[at++];
      told[to++] = 10;
    }
    const lines = decoder.decode(told).split("\n");
    let next = 0;
    return Array.from(back, (ago) => lines[ago === 0 ? next++ : next - ago]);
  }

  function expect(name) {
    if (!awaited.has(name)) {
      const one = {};
      one.pack = new Promise((resolve, reject) => Object.assign(one, { resolve, reject }));
      one.pack.catch(() => awaited.delete(name));
      awaited.set(name, one);
    }
    return awaited.get(name);
  }

  // Hand the reader a piece of a pack that stands in the page, in the element before this script.
  cs.take = function () {
    cs.holdsPacks = true;
    const node = document.currentScript.previousElementSibling;
    const { pack, last } = node.dataset;
    expect(pack).held = true;
    reader()({ name: pack, piece: node.textContent, last: last !== undefined });
    node.remove();
  };

  async function fetched(name, url, report) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(url + " answered " + response.status);
    const body = response.body.getReader();
    for (;;) {
      const { value, done } = await body.read();
      if (done) break;
      report(value.length);
      reader()({ name, piece: value }, [value.buffer]);
    }
    reader()({ name, last: true });
  }

  // Open a pack once; a level gets `arcs`. A failure is forgotten, so that it can be retried.
  cs.open = function (base, name, report, arcs) {
    if (!opened.has(name)) {
      const one = expect(name);
      // A pack of a visitor's own files stands in its name.
      if (!one.held) fetched(name, name.startsWith("data:") ? name : base + name, report).catch(one.reject);
      const whole = Promise.all([one.pack, arcs]).then(([pack, whose]) => {
        if (whose) pack.arcs = whose;
        return pack;
      });
      whole.catch(() => opened.delete(name));
      opened.set(name, whole);
    }
    return opened.get(name);
  };

  cs.valueText = function (column, area) {
    const stored = column.values[area];
    if (stored === column.none) return null;
    const value = (stored + column.least) / 10 ** column.decimals;
    const shown = value.toLocaleString("en-GB", {
      minimumFractionDigits: column.decimals,
      maximumFractionDigits: column.decimals,
    });
    return column.prefix + shown + column.suffix;
  };
})();
