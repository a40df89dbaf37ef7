/** Words of names that belong to another service, or to another purpose than Twilio's API. */
export const OTHERS: ReadonlySet<string> = new Set(
  `vonage nexmo plivo telnyx sinch messagebird infobip signalwire clicksend clickatell exotel mailjet jambonz livekit vapi retell pushover
  pushbullet opsgenie zendesk twitch opensearch mattermost ntfy gotify bugsnag 11labs deepgram openai anthropic elevenlabs eleven cartesia daily
  azure aws gcp google stripe sendgrid mailgun mailchimp postmark datadog dd newrelic sentry pagerduty slack discord telegram
  github gitlab bitbucket okta auth0 clerk firebase supabase cloudflare vercel heroku grafana prometheus rollbar segment
  amplitude mixpanel launchdarkly algolia assemblyai groq mistral gladia playht rime lmnt session cookie csrf xsrf jwt oauth
  django flask rails laravel nextauth database pg postgres postgresql mysql mariadb redis mongo mongodb rabbitmq kafka
  elasticsearch db rds sql mapbox relic license smtp ldap ssh vpn wifi npm pypi ghcr quay dockercfg dockerconfigjson idempotency nonce salt pepper`.split(
    /\s+/,
  ),
);

/** Words that say nothing but that a value is a credential, or which one of several. */
export const CREDENTIAL_WORDS: ReadonlySet<string> = new Set(
  `auth token tokens secret secrets password passwd pwd passphrase api account subaccount access credential credentials cred creds authtoken
  apikey apisecret authorization authentication basic bearer sms voice call prod production dev staging test live my the main primary default sub rest x value plain sid id key keys pass pw tok
  http https tw telephony messaging message notify notification notifications texting caller dialer vendor provider providers gateway carrier string conn connection sip trunk trunking termination register registration outbound inbound sink source user username constructor arg url phone login passwort kennwort
  geheimnis senha jeton wachtwoord clave contrasena mot de passe authentifizierungstoken authentification autenticacion autenticazione`.split(
    /\s+/,
  ),
);
