"""What a person or an institution was asked to, came to, promised and delivered, also under rows merged since."""
