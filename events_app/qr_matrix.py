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

Matrix = list[list[bool]]
Chunks = list[tuple[Any, str]]


def matrix(text: str) -> Matrix:
    """The dark modules, as large as the text needs: a longer public address grows the code instead of failing."""
    chunks: Chunks = [
        (one.mode, one.data.decode("latin-1")) for one in util.optimal_data_chunks(text.encode(), 20)
    ]
    version = _version(chunks)
    modules, places = _layout(version)
    rows = [list(row) for row in modules]
    bits = "".join(f"{word:08b}" for word in _codewords(chunks, version))
    for (row, column), bit in zip(places, bits, strict=False):
        if bit == "1":
            rows[row][column] = not rows[row][column]
    return rows


def _version(chunks: Chunks) -> int:
    for version in range(1, 41):
        if len(_bits(chunks, version)) <= util.BIT_LIMIT_TABLE[LEVEL][version]:
            return version
    raise ValueError("This is too long for a QR code.")


def _bits(chunks: Chunks, version: int) -> str:
    return "".join(
        f"{mode:04b}{len(data):0{util.length_in_bits(mode, version)}b}" + "".join(_encoded(mode, data))
        for mode, data in chunks
    )


def _encoded(mode: int, data: str) -> Iterator[str]:
    if mode == util.MODE_NUMBER:
        for some in (data[at : at + 3] for at in range(0, len(data), 3)):
            yield f"{int(some):0{1 + 3 * len(some)}b}"
    elif mode == util.MODE_ALPHA_NUM:
        for pair in (data[at : at + 2] for at in range(0, len(data), 2)):
            values = [ALPHABET[letter] for letter in pair]
            yield f"{values[0] * 45 + values[1]:011b}" if len(values) == 2 else f"{values[0]:06b}"
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
def _layout(version: int) -> tuple[Matrix, list[tuple[int, int]]]:
    """The code without data, its mask on; and where each bit of data goes, in order."""
    empty, full = (_drawn(version, word) for word in (0, 255))
    side, places = len(empty), list[tuple[int, int]]()
    upwards = True
    for right in range(side - 1, 0, -2):
        column = right if right > 6 else right - 1
        for row in range(side - 1, -1, -1) if upwards else range(side):
            places += [(row, one) for one in (column, column - 1) if empty[row][one] != full[row][one]]
        upwards = not upwards
    return empty, places


def _drawn(version: int, word: int) -> Matrix:
    code: Any = qrcode.QRCode(version=version, error_correction=LEVEL, border=0)
    code.data_cache = [word] * sum(block.total_count for block in base.rs_blocks(version, LEVEL))
    code.makeImpl(False, MASK)
    return [[bool(module) for module in row] for row in code.modules]
