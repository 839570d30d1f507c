"""New sites as a map: the search, tables, words, and the nearest question with an answer."""
