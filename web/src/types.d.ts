// What packs hold and commands say, as the scripts read them (see geo/packs and layers/browser/state.py).

type Ints = Int32Array;

/** Borders, each once: vertices in cells of web mercator, south and east growing. */
interface Arcs {
  cell: number;
  starts: Ints;
  x: Ints;
  y: Ints;
  /** West, north, east and south of each arc. */
  boxes: Ints;
  left: Ints;
  right: Ints;
}

/** Areas of one geography, which borders are theirs, and what they are called. */
interface Level {
  geography: string;
  count: number;
  arcs: Arcs;
  boxes: Ints;
  left: Ints;
  right: Ints;
  used: Ints;
  codes: string[];
  names: string[];
  localNames: string[];
  contexts: string[];
  context: Ints;
  bands?: { from: Ints; list: Ints; bandAt: (y: number) => number };
  arcsByArea?: { from: Ints; list: Ints };
}

/** Shares of areas in the pixels of a tile. */
interface Cut {
  /** First pixel, end and area of each run of pixels that are one area's alone. */
  runs: Ints;
  /** How many other pixels have no area, one, two and so on; which, in this order; and their areas. */
  groups: Ints;
  pixels: Ints;
  areas: Uint16Array | Uint32Array;
  parts: Float32Array;
}

/** What is kept of a tile to paint it in other classes. */
interface Kept {
  cut: Cut;
  /** The land that shows beside the areas. */
  ground: Cut | null;
  lines: WeakMap<Level, Path2D>;
}

/** Zones of cold spots: a level, and of each neighbourhood the number of its zone, from 1. */
interface Zones extends Level {
  ofArea: Ints;
  young: Ints;
  percent: Ints;
  code: Ints;
}

/** A figure of each area in whole steps above the least, and the class it is in. */
interface Column {
  classes: Uint8Array;
  values: Uint16Array | Uint32Array;
  none: number;
  least: number;
  decimals: number;
  prefix: string;
  suffix: string;
}

/** What the spatial model says of larger areas. */
interface Model extends Column {
  low: Ints;
  high: Ints;
  below: Ints;
}

/** How sure a rate is. */
interface Sure extends Column {
  low: Ints;
  high: Ints;
  rankLow: Ints;
  rankHigh: Ints;
}

/** The low ends of a figure's intervals, and how far the high ones lie above, in steps as shown. */
interface Ends extends Column {
  span: Ints;
}

/** How sure one of the figures that are painted is: a pack of its ends, or why there is none. */
interface Doubt {
  figure: string;
  width: string;
  file: string;
  why: string;
  none: string;
}

interface Sites {
  sites: number;
  cell_m: number;
  x: Ints;
  y: Ints;
  kind: Ints;
  partTime: Ints;
  names: string[];
  providers: string[];
}

interface Places {
  places: number;
  cell_m: number;
  x: Ints;
  y: Ints;
  from: Ints;
  to: Ints;
  kind: Ints;
  names: string[];
}

/** Lines over the areas: where each begins among the vertices. */
interface Lines {
  lines: number;
  cell_m: number;
  starts: Ints;
  x: Ints;
  y: Ints;
}

/** Cells to pixels: px = cell * k - ox; and the box of cells that a picture shows. */
interface Frame {
  k: number;
  ox: number;
  oy: number;
  west: number;
  north: number;
  east: number;
  south: number;
}

type Mask = ArrayLike<number> | null;

/** What a map shows: the packs of a command, opened. */
interface What {
  level: Level;
  land: Level | null;
  frame: Level | null;
  points: Sites;
  places: Places;
  columns: Column[];
  place: Level | null;
  select: Level | null;
  sure: Sure | null;
  model: Model | null;
  zones: Zones | null;
  codes: Uint8Array;
  uncertain: Uint8Array | null;
  mask: Uint8Array | null;
}

interface Paint {
  kind: "one" | "both" | "disagree";
  columns: string[];
  labels: string[];
  limits: number[][];
  worse: ("low" | "high")[];
}

/** A command from Python. What only panels read is not spelled out. */
interface State {
  key: string;
  base: string;
  theme: "light" | "dark";
  look: string;
  /** The address of a basemap's tiles, where the server has one. */
  tiles?: string;
  paint: Paint;
  ends: Doubt[];
  legend: any;
  style: any;
  place: any;
  select: any;
  [more: string]: any;
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A place that the find box offers. */
interface Found {
  kind?: string;
  code?: string;
  name?: string;
  where?: string;
  lat?: number | null;
  lng?: number | null;
}
