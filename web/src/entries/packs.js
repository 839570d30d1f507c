// What opens packs, as a page loads it first: `coldspots.take()` stands beside each pack in a page.
import { holdsPacks, open, take } from "../packs/packs.js";

globalThis.coldspots = { holdsPacks, open, take };
