// The map, as a page loads it after Leaflet and what opens packs. Pages and apps call `newMap` and `apply`; the
// rest is there to look at a map from outside, as the tests do.
import { codesOf, maskOf, shownOf } from "../classing/classing.js";
import { intervalText, rankText, sureText, valueText } from "../classing/figures.js";
import { Find, findOnServer } from "../find/find.js";
import { findLocally } from "../find/find_local.js";
import { spotRadius } from "../layers/circles.js";
import { LabelLayer } from "../layers/labels.js";
import { drawOutline } from "../layers/outline.js";
import { OVERLAY_MARGIN_PX } from "../layers/overlay.js";
import { SpotLayer } from "../layers/spots.js";
import { TILE, areaAt, areaBounds, outlineOf, toLatLng } from "../painting/geometry.js";
import { Pixels } from "../painting/pixels.js";
import { Raster, bordersOf, sharesOf } from "../painting/raster.js";
import { Label } from "../panels/label.js";
import { Scatter } from "../panels/scatter.js";
import { keepAddress } from "../view/address.js";
import { apply, attach } from "../view/commands.js";
import { listen } from "../view/keys.js";
import { newMap } from "../view/new_map.js";
import { Pointer } from "../view/pointing.js";
import { freeRoom } from "../view/room.js";
import { nextArea } from "../view/steps.js";

Object.assign(globalThis.coldspots, {
  apply, attach, newMap,
  Find, findLocally, findOnServer,
  Label, LabelLayer, Pixels, Pointer, Raster, Scatter, SpotLayer,
  OVERLAY_MARGIN_PX, TILE,
  areaAt, areaBounds, bordersOf, codesOf, drawOutline, freeRoom, intervalText, keepAddress, listen, maskOf,
  nextArea, outlineOf, rankText, sharesOf, shownOf, spotRadius, sureText, toLatLng, valueText,
});
