// The recommended rules, for scripts of pages and for what builds and tests them.
import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  { files: ["src/**/*.js"], languageOptions: { globals: { ...globals.browser, L: "readonly" } } },
  { files: ["src/packs/worker.js"], languageOptions: { globals: globals.worker } },
  { files: ["*.js", "*.mjs", "test/**/*.js"], languageOptions: { globals: globals.node } },
];
