"""Audio for tests: tones, and mu-law as Twilio sends it."""

import math
import struct

RATE = 8000


def tone(seconds: float, hertz: float = 440) -> bytes:
    """16-bit samples of a tone."""
    count = int(seconds * RATE)
    return struct.pack(f"<{count}h", *(int(8000 * math.sin(2 * math.pi * hertz * n / RATE)) for n in range(count)))


def marked(frames: int) -> bytes:
    """Mu-law audio in which every frame of 160 bytes is another one, so that a lost frame shows."""
    # 0x7f is a second zero, which mu-law to PCM and back turns into 0xff.
    values = [value for value in range(256) if value != 0x7F]
    return b"".join(bytes([values[n % 255], values[n // 255 % 255]]) * 80 for n in range(frames))


def to_mulaw(samples: bytes) -> bytes:
    """16-bit samples as mu-law (G.711)."""
    return bytes(_mulaw(sample) for (sample,) in struct.iter_unpack("<h", samples))


def _mulaw(sample: int) -> int:
    # On 14 bits, as the reference software of G.711 does it.
    sign, magnitude = (0x80, -(sample >> 2)) if sample < 0 else (0, sample >> 2)
    magnitude = min(magnitude, 8159) + 33
    exponent = magnitude.bit_length() - 6
    return ~(sign | exponent << 4 | magnitude >> exponent + 1 & 0x0F) & 0xFF
