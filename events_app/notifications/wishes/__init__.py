"""Who does not want to be written to: one link in each letter, one click, and the wish is kept."""
