"""One file a page: controls in, figures out."""
