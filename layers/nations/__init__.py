"""Four nations on one map: each area in the fifth of its own nation, never on one scale."""
