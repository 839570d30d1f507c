// Written from Python by `make web`: change layers/browser/constants.py instead.

// Codes of classes from here on say why an area is in no class.
export const MISSING = 253;

// Code of an area whose figure is not published.
export const UNKNOWN = 255;

// Code of an area outside the place that is looked at.
export const OUTSIDE = 252;

// What a byte of a short number holds where the number did not fit.
export const MORE = 255;

// What two bytes of a column hold where there is no figure.
export const NO_VALUE = 65535;

// What four bytes of a column hold where there is no figure.
export const NO_VALUE_WIDE = 4294967295;

// Number of the kind of site that is a new one.
export const CHOSEN = 5;

// Number of the kind of site that was picked by hand.
export const PICKED = 6;

// Number of the kind of name that is a station's.
export const STATION = 4;

// Number of the kind of name that is a water's.
export const WATER = 5;

// Number of the kind of name that is a motorway's number.
export const MOTORWAY = 6;

// Letters of a text that may be looked for, at most.
export const LONGEST = 80;

// Places that the find box lists, at most.
export const RESULTS = 8;
