"""Panels that pages share: the map's frame, controls, what is handed over, a visitor's files."""
