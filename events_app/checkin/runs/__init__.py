"""Long papers, made while one does something else: a row says how far it is, and for an hour holds the sealed file."""
