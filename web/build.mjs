// Builds the scripts of the pages from `src` into layers/browser/static: `make web`.
//
// Pages load few files, so there is one for each moment at which one is needed: packs.js, which opens
// packs while a page is still read; map.js, after Leaflet; embed.js, in a page that may stand in an
// article; chart.js, in the page of a chart; page.js, in every page of the app; draw.js, in the page
// "Our patch" alone. Blanks are left out of them and names are not, so that an error says where it
// happened.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const OPTIONS = {
  absWorkingDir: here,
  bundle: true,
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 1000,
  write: false,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  logLevel: "warning",
};
const bannerOf = (name) => `// Cold Spots, MIT. Built from web/src/entries/${name} by \`make web\`: change the source, not this.`;

// A worker is a script of its own, held as text: a page that stands alone has no second file.
const workers = {
  name: "workers",
  setup(building) {
    building.onResolve({ filter: /^worker:/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.slice("worker:".length)),
      namespace: "worker",
    }));
    building.onLoad({ filter: /.*/, namespace: "worker" }, async ({ path }) => {
      const made = await build({ ...OPTIONS, entryPoints: [path], lineLimit: 0 });
      return { contents: made.outputFiles[0].text, loader: "text" };
    });
  },
};

// The map finds what opens packs on the page, which has loaded it already.
const LOADED = ["holdsPacks", "open"];
const loadedPacks = {
  name: "loaded packs",
  setup(building) {
    building.onResolve({ filter: /\/packs\.js$/ }, () => ({ path: "packs", namespace: "loaded" }));
    building.onLoad({ filter: /.*/, namespace: "loaded" }, () => ({
      contents: LOADED.map((name) => `export const ${name} = (...all) => coldspots.${name}(...all);`).join("\n"),
    }));
  },
};

const ENTRIES = {
  "packs.js": { plugins: [workers] },
  "map.js": { plugins: [workers, loadedPacks] },
  "embed.js": {},
  "chart.js": {},
  // Streamlit imports it.
  "draw.js": { format: "esm" },
  // Streamlit takes a "<" before a letter or a figure for a tag, and leaves such a script out.
  "page.js": { minifySyntax: false, minifyWhitespace: false },
};

const to = process.argv[2] ?? join(here, "..", "layers", "browser", "static");
await mkdir(to, { recursive: true });
for (const [name, more] of Object.entries(ENTRIES)) {
  const made = await build({
    ...OPTIONS,
    entryPoints: [join("src", "entries", name)],
    banner: { js: bannerOf(name) },
    ...more,
  });
  await writeFile(join(to, name), made.outputFiles[0].contents);
}
