"""Raw file to tidy table, one module a publisher; none imports another."""
