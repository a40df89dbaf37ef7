#!/usr/bin/env bash
# Makes ../phone_service/greeting.wav, the sample line's greeting: 8 kHz, 16 bit, mono.
# Needs Debian's packages espeak-ng and sox. The voice is espeak-ng's own, made by rule: nobody's voice, no recording.
set -euo pipefail
cd "$(dirname "$0")"

speech=$(mktemp --suffix=.wav)
trap 'rm -f "$speech"' EXIT

espeak-ng -v en-us -s 200 -p 45 -w "$speech" \
  "This line repeats what you say. Star: again. Hash: goodbye."
sox "$speech" --rate 8000 --bits 16 --channels 1 --no-dither -R ../phone_service/greeting.wav gain -n -6
