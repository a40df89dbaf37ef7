"""Twilio's protocols: signatures, TwiML, the messages of a media stream and the REST API."""
