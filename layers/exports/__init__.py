"""A view as a file: page, tables, geo formats, embed, newsroom pack; and what is refused."""
