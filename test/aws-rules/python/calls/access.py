"""The API calls of roles, keys and secrets."""

from calls.shapes import Call, Properties, document, given, policy
from naming import pick, tag_list


def role(resource: Properties) -> list[Call]:
    inputs = resource["inputs"]
    params = pick(inputs, "description") | {
        "RoleName": resource["name"],
        "AssumeRolePolicyDocument": document(inputs["assumeRolePolicy"]),
        "Tags": tag_list(inputs),
    }
    return [("iam", "CreateRole", params)]


def role_policy(resource: Properties) -> list[Call]:
    inputs = resource["inputs"]
    params = {"RoleName": inputs["role"], "PolicyName": "rights", "PolicyDocument": document(inputs["policy"])}
    return [("iam", "PutRolePolicy", params)]


def key(resource: Properties) -> list[Call]:
    inputs = resource["inputs"]
    params = pick(inputs, "description")
    if "policy" in inputs:
        params["Policy"] = document(inputs["policy"])
    tags = [{"TagKey": name, "TagValue": value} for name, value in inputs.get("tags", {}).items()]
    return [("kms", "CreateKey", params | {"Tags": tags}), ("kms", "EnableKeyRotation", {"KeyId": "key"})]


def secret(resource: Properties) -> list[Call]:
    inputs = resource["inputs"]
    params = pick(inputs, "description", "kmsKeyId", "name") | {"Tags": tag_list(inputs)}
    window = inputs["recoveryWindowInDays"]
    gone = {"ForceDeleteWithoutRecovery": True} if window == 0 else {"RecoveryWindowInDays": window}
    return [
        ("secretsmanager", "CreateSecret", params),
        ("secretsmanager", "DeleteSecret", {"SecretId": inputs["name"]} | gone),
    ]


CALLS = {
    "aws:iam/role:Role": role,
    "aws:iam/rolePolicy:RolePolicy": role_policy,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": given(
        "iam", "AttachRolePolicy", RoleName="role", PolicyArn="policyArn"
    ),
    "aws:kms/key:Key": key,
    "aws:secretsmanager/secret:Secret": secret,
    "aws:secretsmanager/secretPolicy:SecretPolicy": policy(
        "secretsmanager", "PutResourcePolicy", "ResourcePolicy", SecretId="secretArn", BlockPublicPolicy="blockPublicPolicy"
    ),
    "aws:secretsmanager/secretVersion:SecretVersion": given(
        "secretsmanager", "PutSecretValue", SecretId="secretId", SecretString="secretString"
    ),
}
