"""Sealed bytes: opened by the purpose they were sealed for, whole or not at all, without filling the memory."""

import tracemalloc

import pytest

from events_app import sealing
from events_app.sealing import NONCE, PIECE, TAG

SIZES = (0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE)


@pytest.mark.parametrize("size", SIZES)
def test_what_is_sealed_is_opened_again_and_hidden_meanwhile(size: int) -> None:
    data = bytes(size)
    sealed = sealing.seal(data, "paper")
    assert len(sealed) == NONCE + TAG + size
    assert sealing.unseal(sealed, "paper") == data
    assert size < 100 or sealed.count(bytes(32)) == 0


def test_no_piece_is_hidden_like_another() -> None:
    hidden = sealing.seal(bytes(3 * PIECE), "paper")[NONCE + TAG :]
    assert len({hidden[start : start + PIECE] for start in range(0, len(hidden), PIECE)}) == 3


@pytest.mark.parametrize("place", [0, NONCE, NONCE + TAG, NONCE + TAG + PIECE, -1])
def test_what_was_changed_is_never_opened(place: int) -> None:
    sealed = bytearray(sealing.seal(bytes(PIECE + 9), "paper"))
    sealed[place] ^= 1
    with pytest.raises(sealing.Broken):
        sealing.unseal(bytes(sealed), "paper")


def test_another_purpose_opens_nothing() -> None:
    with pytest.raises(sealing.Broken):
        sealing.unseal(sealing.seal(b"secret", "paper"), "webhook")


def test_a_large_file_is_in_memory_hardly_more_than_once_besides_itself() -> None:
    data = bytes(16 * PIECE)
    tracemalloc.start()
    try:
        sealed = sealing.seal(data, "paper")
        sealing_peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        sealing.unseal(sealed, "paper")
        opening_peak = tracemalloc.get_traced_memory()[1] - len(sealed)
    finally:
        tracemalloc.stop()
    assert max(sealing_peak, opening_peak) < 2 * len(data)
