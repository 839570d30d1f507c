"""Pages of a team's own patch: put together, changed on trial, and its schools shared out."""
