"""Which rooms are free at a time and large enough: asked on a page, and offered where a room was refused."""
