"""What changed between two years as a map: rises and falls, and where neither is clear."""
