"""Long papers of an event, made meanwhile by the worker: a row says how far it is, and for an hour holds the sealed file."""
