"""The method page: sentences whose every number comes from a constant or an answer."""
