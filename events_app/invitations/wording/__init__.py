"""The pages on which an organisation says it in its own words, and sees how a real receiver would read it."""
