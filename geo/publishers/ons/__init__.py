"""Office for National Statistics: boundaries, lookups, people, and series of local areas."""
