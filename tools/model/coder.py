"""Entropy coding: small numbers, each under one of some statistical models, by static rANS.

The state has 32 bits and is renormalised by bytes; frequencies of a model add up to 2**12. Numbers
from 255 on are written as the escape 255 and their bytes, low byte first, under the model `raw`,
preceded by their count.

The numbers come in parts, each of which can be read without the others: first the frequencies of
all models, then how many parts there are and the length of each, then the parts.
"""

BITS = 12
LOW = 1 << 23
ESCAPE = 255


class Encoder:
    """Collects numbers, then writes them at once."""

    def __init__(self):
        self.symbols = []
        self.parts = []

    def end_part(self):
        """What is put from here on belongs to the next part."""
        self.parts.append(self.symbols)
        self.symbols = []

    def put(self, model, number):
        if number < ESCAPE:
            self.symbols.append((model, number))
            return
        self.symbols.append((model, ESCAPE))
        size = (number.bit_length() + 7) // 8
        self.symbols.append((0, size))
        for _ in range(size):
            self.symbols.append((0, number & 255))
            number >>= 8

    def finish(self, models):
        """Tables of frequencies, then the parts, all of which have ended. `models` is how many
        models there are."""
        counts = [dict() for _ in range(models)]
        for part in self.parts:
            for model, symbol in part:
                counts[model][symbol] = counts[model].get(symbol, 0) + 1
        tables = [scale(c) for c in counts]
        head = bytearray()
        ranges = []
        for table in tables:
            head += varint(len(table))
            start, last, spans = 0, -1, {}
            for symbol in sorted(table):
                head += varint(symbol - last - 1) + varint(table[symbol])
                last = symbol
                spans[symbol] = (start, table[symbol])
                start += table[symbol]
            ranges.append(spans)
        parts = [coded(part, ranges) for part in self.parts]
        head += varint(len(parts))
        for part in parts:
            head += varint(len(part))
        return bytes(head) + b"".join(parts)


def coded(symbols, ranges):
    """The bytes of one part, by the range of each symbol in each model."""
    out = bytearray()
    state = LOW
    for model, symbol in reversed(symbols):
        start, frequency = ranges[model][symbol]
        limit = ((LOW >> BITS) << 8) * frequency
        while state >= limit:
            out.append(state & 255)
            state >>= 8
        state = (state // frequency << BITS) + state % frequency + start
    out += state.to_bytes(4, "little")
    return bytes(reversed(out))


def varint(n):
    out = bytearray()
    while n >= 128:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return out


def scale(counts):
    """Frequencies that add up to 2**BITS, none of them nothing."""
    if not counts:
        return {}
    total = sum(counts.values())
    out = {s: max(1, n * (1 << BITS) // total) for s, n in counts.items()}
    # The commonest symbol takes up what rounding left over or took too much.
    order = sorted(out, key=lambda s: (-out[s], s))
    excess = sum(out.values()) - (1 << BITS)
    for s in order:
        take = min(excess, out[s] - 1) if excess > 0 else excess
        out[s] -= take
        excess -= take
        if excess == 0:
            break
    return out


class Decoder:
    """The counterpart of `Encoder`."""

    def __init__(self, data, models):
        self.data, self.at = data, 0
        self.slots = []
        for _ in range(models):
            slots, last = [], -1
            for _ in range(self.varint()):
                last += self.varint() + 1
                frequency = self.varint()
                slots += [(last, len(slots), frequency)] * frequency
            self.slots.append(slots)
        lengths = [self.varint() for _ in range(self.varint())]
        self.starts = [self.at + sum(lengths[:i]) for i in range(len(lengths))]

    def begin_part(self, index):
        """Goes to the beginning of a part."""
        at = self.starts[index]
        self.state = int.from_bytes(self.data[at : at + 4], "big")
        self.at = at + 4

    def varint(self):
        n = shift = 0
        while True:
            b = self.data[self.at]
            self.at += 1
            n |= (b & 127) << shift
            shift += 7
            if b < 128:
                return n

    def symbol(self, model):
        slot = self.state & ((1 << BITS) - 1)
        symbol, start, frequency = self.slots[model][slot]
        self.state = frequency * (self.state >> BITS) + slot - start
        while self.state < LOW:
            self.state = self.state << 8 | self.data[self.at]
            self.at += 1
        return symbol

    def get(self, model):
        symbol = self.symbol(model)
        if symbol != ESCAPE:
            return symbol
        return sum(self.symbol(0) << 8 * i for i in range(self.symbol(0)))
