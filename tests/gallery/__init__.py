"""The gallery: fixed pictures and pages of the project, drawn into a folder to be looked at.

`make gallery` draws them all. The contact sheet of the pictures is kept with the other pictures
that were looked at and found good, in `tests/golden`.
"""
