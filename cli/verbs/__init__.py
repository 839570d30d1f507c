"""The verbs of `coldspots`, a file each, of its name."""
