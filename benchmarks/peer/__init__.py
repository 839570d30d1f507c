"""The peer of panning and zooming: PMTiles drawn by protomaps-leaflet, made and served here."""
