// Reads packs as they come in, piece by piece.
import { fromBase64 } from "./base64.js";
import { readArcs, readColumn, readLevel, readLines, readPlaces, readSites, split } from "./decode.js";

// It answers what it hears through `post(message, what to hand over)`: a pack comes in as pieces,
// bytes or base64.
export function readerOf(post) {
  const coming = new Map();
  const arcsBy = new Map();

  const readers = {
    arcs: readArcs,
    level: async (taken) => readLevel(taken, await arcsOf(taken.header.arcs).promise),
    column: readColumn,
    sites: readSites,
    places: readPlaces,
    lines: readLines,
  };

  function arcsOf(name) {
    if (!arcsBy.has(name)) {
      const waiting = {};
      waiting.promise = new Promise((resolve) => (waiting.resolve = resolve));
      arcsBy.set(name, waiting);
    }
    return arcsBy.get(name);
  }

  async function read(name, stream) {
    const taken = split(new Uint8Array(await new Response(stream).arrayBuffer()));
    const pack = await readers[taken.header.kind](taken);
    // Levels are made from the sides and boxes of arcs, which stay here as well.
    if (taken.header.kind === "arcs") {
      const { left, right, boxes } = pack;
      arcsOf(name).resolve({ left, right, boxes });
      return [pack, [pack.x.buffer, pack.y.buffer, pack.starts.buffer]];
    }
    const runs = [pack, ...Object.values(pack.lines || {})].flatMap(Object.values);
    return [pack, runs.filter(ArrayBuffer.isView).map((run) => run.buffer)];
  }

  /** @param {{ name: string, piece?: string | Uint8Array, last?: boolean }} heard */
  return function hear({ name, piece, last }) {
    if (!coming.has(name)) {
      const unzipped = new DecompressionStream("gzip");
      coming.set(name, unzipped.writable.getWriter());
      read(name, unzipped.readable).then(
        ([pack, handed]) => post({ name, pack }, handed),
        (error) => post({ name, error: String(error) }, [])
      );
    }
    const writer = coming.get(name);
    // A piece that is not gzip is heard of where it is read.
    const unheard = () => {};
    if (piece) writer.write(typeof piece === "string" ? fromBase64(piece) : piece).catch(unheard);
    if (last) {
      writer.close().catch(unheard);
      coming.delete(name);
    }
  };
}
