"""One measure as a map: classes as its publisher, natural breaks or the user cut them."""
