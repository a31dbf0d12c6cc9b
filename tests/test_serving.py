"""A server that has loaded everything lets the collector of garbage look at what comes later alone."""

import gc

from events_app import serving


class Node:
    """Something that refers to itself, which only the collector can clear away."""

    cleared = 0

    def __init__(self) -> None:
        self.own = self

    def __del__(self) -> None:
        Node.cleared += 1


def test_what_was_loaded_is_set_aside_and_what_comes_later_is_collected() -> None:
    kept = Node()
    try:
        serving.settle()
        assert gc.get_freeze_count() > 1_000
        assert all(one is not kept for one in gc.get_objects())
        Node()
        gc.collect()
        assert Node.cleared == 1
    finally:
        gc.unfreeze()
