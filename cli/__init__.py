"""The terminal: the verbs of `coldspots`, which is also `python -m cli`.

Each verb is a file of its name in `verbs`, which says what it takes and prints what the packages of
`geo` and `layers` answer; options that several verbs take are in `options`, all that is printed
goes through `output`, and `program` puts the verbs together. What a verb needs is imported inside
it, so that no verb waits for the libraries of another.
"""

# First: what others have to do at the end of a process comes before it ends.
from cli.ending import end_at_once
from cli.program import app, main, run

__all__ = ["app", "end_at_once", "main", "run"]
