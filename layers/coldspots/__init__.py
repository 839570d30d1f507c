"""Cold spots as a map: packs, zones, cards, tables and words."""
