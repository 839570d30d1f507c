// Texts of a pack.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

// Undo `encode_texts` of geo/packs/codec.py. Bytes are joined first: what two lines share may end
// within a letter.
export function textsOf({ back, kept, tails }) {
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
