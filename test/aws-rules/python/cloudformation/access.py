"""CloudFormation's resources of roles, keys and secrets."""

from cloudformation.shapes import Translation, document, one, with_document
from naming import pick, tag_list

TRANSLATIONS: dict[str, Translation] = {
    "aws:iam/role:Role": with_document("AWS::IAM::Role", "assumeRolePolicy", "AssumeRolePolicyDocument", "description"),
    "aws:iam/rolePolicy:RolePolicy": lambda inputs: [
        (
            "AWS::IAM::RolePolicy",
            {"RoleName": inputs["role"], "PolicyName": "rights", "PolicyDocument": document(inputs["policy"])},
        )
    ],
    "aws:kms/key:Key": lambda inputs: [
        (
            "AWS::KMS::Key",
            pick(inputs, "description", "enableKeyRotation")
            | ({"KeyPolicy": document(inputs["policy"])} if "policy" in inputs else {})
            | {"Tags": tag_list(inputs)},
        )
    ],
    "aws:secretsmanager/secret:Secret": one("AWS::SecretsManager::Secret", "description", "kmsKeyId", "name"),
    "aws:secretsmanager/secretPolicy:SecretPolicy": with_document(
        "AWS::SecretsManager::ResourcePolicy", "policy", "ResourcePolicy", "blockPublicPolicy", SecretId="secretArn"
    ),
}
