"""The modules of a QR code, fast: a mail to each of ten thousand guests holds one.

The library's tables say what goes where, once for each size; the bits themselves are worked out with whole numbers,
since its polynomials took longer than all the rest of a mail. A test holds both to the same answer.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

import qrcode
from qrcode import base, util

LEVEL = qrcode.ERROR_CORRECT_M
MASK = 3
"""A fixed mask costs a fifth of trying all eight and reads as well."""

ALPHABET = {letter: value for value, letter in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")}

PAIRS = {
    one + other: f"{ALPHABET[one] * 45 + ALPHABET[other]:011b}" for one in ALPHABET for other in ALPHABET
}

MODULES = bytes.maketrans(b"01", b"\0\1")

Matrix = list[bytes]
Chunks = list[tuple[Any, int, str]]
"""Of each piece of a text the alphabet, the number of its letters, and its bits."""


def matrix(text: str) -> Matrix:
    """The dark modules, as large as the text needs: a longer public address grows the code instead of failing."""
    chunks: Chunks = [
        (one.mode, len(one.data), "".join(_encoded(one.mode, one.data.decode("latin-1"))))
        for one in util.optimal_data_chunks(text.encode(), 20)
    ]
    version = _version(chunks)
    side, dark, halves = _layout(version)
    for number, word in enumerate(_codewords(chunks, version)):
        dark ^= halves[2 * number][word >> 4] ^ halves[2 * number + 1][word & 15]
    drawn = f"{dark:0{side * side}b}".encode().translate(MODULES)
    return [drawn[at : at + side] for at in range(0, side * side, side)]


def _version(chunks: Chunks) -> int:
    for version in range(1, 41):
        if len(_bits(chunks, version)) <= util.BIT_LIMIT_TABLE[LEVEL][version]:
            return version
    raise ValueError("This is too long for a QR code.")


def _bits(chunks: Chunks, version: int) -> str:
    heads = (
        f"{mode:04b}{count:0{util.length_in_bits(mode, version)}b}{bits}" for mode, count, bits in chunks
    )
    return "".join(heads)


def _encoded(mode: int, data: str) -> Iterator[str]:
    if mode == util.MODE_NUMBER:
        for some in (data[at : at + 3] for at in range(0, len(data), 3)):
            yield f"{int(some):0{1 + 3 * len(some)}b}"
    elif mode == util.MODE_ALPHA_NUM:
        for at in range(0, len(data) - 1, 2):
            yield PAIRS[data[at : at + 2]]
        if len(data) % 2:
            yield f"{ALPHABET[data[-1]]:06b}"
    else:
        yield from (f"{ord(letter):08b}" for letter in data)


def _codewords(chunks: Chunks, version: int) -> Iterator[int]:
    """Data and correction of every block, one word of each block after the other."""
    blocks = base.rs_blocks(version, LEVEL)
    room = sum(block.data_count for block in blocks)
    bits = _bits(chunks, version)
    bits += "0" * min(4, room * 8 - len(bits))
    bits += "0" * (-len(bits) % 8)
    words = [int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)]
    words += [(util.PAD0, util.PAD1)[number % 2] for number in range(room - len(words))]
    parts, start = list[list[int]](), 0
    for block in blocks:
        parts.append(words[start : start + block.data_count])
        start += block.data_count
    checks = [_correction(part, blocks[n].total_count - blocks[n].data_count) for n, part in enumerate(parts)]
    if len(blocks) == 1:
        yield from (*parts[0], *checks[0])
        return
    for group in (parts, checks):
        for place in range(max(map(len, group))):
            yield from (part[place] for part in group if place < len(part))


def _correction(data: list[int], count: int) -> list[int]:
    """What is left of the data divided by the generator: a shift register kept in one number."""
    table, left, keep = _table(count), 0, (1 << 8 * count) - 1
    for word in data:
        left = ((left << 8) & keep) ^ table[word ^ (left >> 8 * (count - 1))]
    return list(left.to_bytes(count, "big"))


@cache
def _table(count: int) -> list[int]:
    generator: Any = base.Polynomial([1], 0)
    for power in range(count):
        generator = generator * base.Polynomial([1, base.gexp(power)], 0)
    factors = [generator[place] for place in range(1, count + 1)]
    return [int.from_bytes(bytes(_times(one, by) for one in factors), "big") for by in range(256)]


def _times(one: int, other: int) -> int:
    product: int = base.gexp(base.glog(one) + base.glog(other)) if one and other else 0
    return product


@cache
def _layout(version: int) -> tuple[int, int, list[list[int]]]:
    """The side; the code without data, its mask on, as one number; what each half of each word of data turns over."""
    empty, full = (_drawn(version, word) for word in (0, 255))
    side, places = len(empty), list[int]()
    upwards = True
    for right in range(side - 1, 0, -2):
        column = right if right > 6 else right - 1
        for row in range(side - 1, -1, -1) if upwards else range(side):
            found = [one for one in (column, column - 1) if empty[row][one] != full[row][one]]
            places += [side * side - 1 - row * side - one for one in found]
        upwards = not upwards
    dark = int("".join("1" if module else "0" for row in empty for module in row), 2)
    return side, dark, [_turned(places[at : at + 4]) for at in range(0, len(places), 4)]


def _turned(places: list[int]) -> list[int]:
    """For each of sixteen values of four bits the modules that it makes dark or light."""
    bits = [1 << place for place in reversed(places)]
    return [sum(bit for n, bit in enumerate(bits) if value >> n & 1) for value in range(16)]


def _drawn(version: int, word: int) -> list[list[bool]]:
    code: Any = qrcode.QRCode(version=version, error_correction=LEVEL, border=0)
    code.data_cache = [word] * sum(block.total_count for block in base.rs_blocks(version, LEVEL))
    code.makeImpl(False, MASK)
    return [[bool(module) for module in row] for row in code.modules]
