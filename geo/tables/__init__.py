"""Bundled tables: checked against their schema, stored as parquet, loaded by name.

The record of the bundle, with a hash of every file, is kept here too, and so is the check that a
run does not write over what it reads.
"""

import lazy_loader

# What is exported stands in the stub beside; a module is loaded when a name of it is used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
