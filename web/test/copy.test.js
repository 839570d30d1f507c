// Addresses and codes that buttons copy.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, decoded } from "../src/panels/copy.js";

test("a button's query replaces that of the page, and where the map is stays", () => {
  const here = "https://maps.example/cold-spots?level=lsoa21&at=53.1000,-2.2000,9.5#x";
  assert.equal(addressOf("in=E06000009", here), "https://maps.example/cold-spots?in=E06000009&at=53.1000,-2.2000,9.5");
  assert.equal(addressOf("in=E06000009&at=1,2,3", here), "https://maps.example/cold-spots?in=E06000009&at=1,2,3");
});

test("a page without a query gives its own address, without its mark", () => {
  assert.equal(addressOf("", "https://maps.example/app/story?in=E06000009#top"), "https://maps.example/app/story?in=E06000009");
  assert.equal(addressOf("level=utla23", "https://maps.example/"), "https://maps.example/?level=utla23");
});

test("code comes out of its base64 letter by letter", () => {
  const code = '<iframe title="Ynys Môn – 12%"></iframe>\n<script>1</script>';
  assert.equal(decoded(Buffer.from(code).toString("base64")), code);
});
