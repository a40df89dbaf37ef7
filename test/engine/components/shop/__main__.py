"""An existing service's program in Python that takes two resources from the component package, and has no SDK made for it."""

import pulumi

CREDENTIALS = {
    "TWILIO_ACCOUNT_SID": "twilioAccountSid",
    "TWILIO_AUTH_TOKEN": "twilioAuthToken",
    "TWILIO_PHONE_NUMBER": "twilioPhoneNumber",
    "TWILIO_API_SID": "twilioApiSid",
    "TWILIO_API_SECRET": "twilioApiSecret",
}
ROLE = "arn:aws:iam::123456789012:role/shop-execution"
config = pulumi.Config()


class TwilioSecret(pulumi.ComponentResource):
    arn: pulumi.Output[str]
    keyArn: pulumi.Output[str]
    versionId: pulumi.Output[str]

    def __init__(self, name: str, props: dict) -> None:
        outputs = {"arn": None, "keyArn": None, "versionId": None}
        super().__init__("pipecat:index:TwilioSecret", name, {**outputs, **props}, None, True)


twilio = TwilioSecret(
    "twilio",
    {
        "secretName": "shop/twilio",
        "credentials": {name: config.require_secret(key) for name, key in CREDENTIALS.items()},
        "readers": [ROLE, "arn:aws:iam::123456789012:user/deployer"],
    },
)
pulumi.ComponentResource(
    "pipecat:index:GuardedTaskDefinition",
    "shop",
    {
        "family": "shop",
        "cpu": "256",
        "memory": "512",
        "executionRoleArn": ROLE,
        "containers": [
            {
                "name": "shop",
                "image": "public.ecr.aws/docker/library/python:3.12-slim",
                "environment": {"UPSTREAM": config.require("upstream")},
                "logConfiguration": {
                    "logDriver": "awslogs",
                    "options": {"awslogs-group": "shop", "awslogs-region": "eu-north-1", "awslogs-stream-prefix": "shop"},
                },
                "secrets": {
                    name: {
                        "secretArn": twilio.arn,
                        "versionId": twilio.versionId,
                        "kmsKeyArn": twilio.keyArn,
                        "key": name,
                    }
                    for name in CREDENTIALS
                },
            }
        ],
    },
    None,
    True,
)
