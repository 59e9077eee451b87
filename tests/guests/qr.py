"""Reads a clean QR code (ISO/IEC 18004, byte mode, versions 1 to 9, level M), so that tests take nothing on trust.

No error correction: every square must be right.
"""

from collections.abc import Callable

Squares = list[list[bool]]

BLOCKS = {
    1: [16],
    2: [28],
    3: [44],
    4: [32, 32],
    5: [43, 43],
    6: [27] * 4,
    7: [31] * 4,
    8: [38, 38, 39, 39],
    9: [36, 36, 36, 37, 37],
}
"""Data codewords of each block at level M."""
ALIGNED: dict[int, list[int]] = {
    1: [],
    2: [6, 18],
    3: [6, 22],
    4: [6, 26],
    5: [6, 30],
    6: [6, 34],
    7: [6, 22, 38],
    8: [6, 24, 42],
    9: [6, 26, 46],
}
MASKS: list[Callable[[int, int], bool]] = [
    lambda row, column: (row + column) % 2 == 0,
    lambda row, column: row % 2 == 0,
    lambda row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
]
FORMAT_MASK = 0b101010000010010


def read(dark: Squares) -> str:
    """The text of a code; an empty one when it is no code of level M in byte mode."""
    size = len(dark)
    version = (size - 17) // 4
    bits = [dark[8][column] for column in (0, 1, 2, 3, 4, 5, 7, 8)] + [dark[row][8] for row in (7, 5, 4, 3, 2, 1, 0)]
    form = int("".join("01"[bit] for bit in bits), 2) ^ FORMAT_MASK
    level, mask = form >> 13, form >> 10 & 0b111
    if level != 0 or version not in BLOCKS:
        return ""
    stream = "".join("01"[dark[row][column] ^ MASKS[mask](row, column)] for row, column in path(size, version))
    words = [int(stream[begin : begin + 8], 2) for begin in range(0, len(stream) - 7, 8)]
    return text(data(words, BLOCKS[version]))


def path(size: int, version: int) -> list[tuple[int, int]]:
    """The squares that carry data, in the order in which they are written."""
    busy = functional(size, version)
    found, upward, column = [], True, size - 1
    while column > 0:
        column -= column == 6
        for row in range(size - 1, -1, -1) if upward else range(size):
            found += [(row, one) for one in (column, column - 1) if (row, one) not in busy]
        upward, column = not upward, column - 2
    return found


def functional(size: int, version: int) -> set[tuple[int, int]]:
    """Finders with format and dark square, timing, alignment, version."""
    corners = {(row, column) for row in range(9) for column in range(9)}
    corners |= {(row, size - 1 - column) for row in range(9) for column in range(8)}
    corners |= {(size - 1 - row, column) for row in range(8) for column in range(9)}
    timing = {(6, at) for at in range(size)} | {(at, 6) for at in range(size)}
    centres = [(row, column) for row in ALIGNED[version] for column in ALIGNED[version]]
    free = [one for one in centres if one not in corners]
    aligned = {(row + down, column + right) for row, column in free for down in range(-2, 3) for right in range(-2, 3)}
    block = {(row, size - 11 + column) for row in range(6) for column in range(3)} if version >= 7 else set()
    return corners | timing | aligned | block | {(column, row) for row, column in block}


def data(words: list[int], blocks: list[int]) -> bytes:
    """The data codewords of all blocks, put in order again."""
    rows: list[list[int]] = [[] for _ in blocks]
    stream = iter(words)
    for at in range(max(blocks)):
        for number, length in enumerate(blocks):
            if at < length:
                rows[number].append(next(stream))
    return bytes(word for row in rows for word in row)


def text(content: bytes) -> str:
    """The text of the first segment, in byte mode with a count of eight bits."""
    bits = "".join(f"{byte:08b}" for byte in content)
    if bits[:4] != "0100":
        return ""
    count = int(bits[4:12], 2)
    return bytes(int(bits[at : at + 8], 2) for at in range(12, 12 + 8 * count, 8)).decode("utf-8", "replace")
