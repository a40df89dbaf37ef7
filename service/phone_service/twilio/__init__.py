"""What Twilio says and expects: signatures, TwiML, the media stream's messages and the REST API."""
