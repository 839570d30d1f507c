// Lines over the areas, as paths on a canvas.

// The path of the lines that come near the canvas.
export function pathOf(lines, { k, ox, oy }, size) {
  const path = new Path2D();
  for (let line = 0; line < lines.lines; line++) {
    const [from, to] = [lines.starts[line], lines.starts[line + 1]];
    if (isOutside(lines, from, to, { k, ox, oy }, size)) continue;
    for (let i = from; i < to; i++) {
      const [x, y] = [lines.x[i] * k - ox, lines.y[i] * k - oy];
      if (i === from) path.moveTo(x, y);
      else path.lineTo(x, y);
    }
  }
  return path;
}

// Whether all vertices lie on the far side of one edge of the canvas.
export function isOutside(lines, from, to, { k, ox, oy }, size) {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = from; i < to; i++) {
    west = Math.min(west, lines.x[i]);
    east = Math.max(east, lines.x[i]);
    north = Math.min(north, lines.y[i]);
    south = Math.max(south, lines.y[i]);
  }
  return east * k - ox < 0 || west * k - ox > size.x || south * k - oy < 0 || north * k - oy > size.y;
}
