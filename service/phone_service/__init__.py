"""A phone line: Twilio calls in, a Pipecat pipeline answers. `line.py` is the part to replace."""
