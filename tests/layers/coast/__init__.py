"""A kind of map made up for the tests: how far it is to the coast."""
