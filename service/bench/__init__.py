"""Measures the service with a simulated Twilio; see calls.py."""
