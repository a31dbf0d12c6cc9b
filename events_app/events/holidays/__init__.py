"""Days on which offices are closed: the decreed list of the country, as each organisation has changed it."""
