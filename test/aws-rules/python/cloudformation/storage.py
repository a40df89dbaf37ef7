"""CloudFormation's resources of buckets."""

from typing import Any, Callable

from cloudformation.shapes import Properties, Translation, one, with_document
from naming import pascal, pick


def bucket_part(key: str, target: str, wrap: Callable[[Any], Any]) -> Translation:
    """A setting of a bucket. In CloudFormation it is a property of the bucket."""

    def translate(inputs: Properties) -> list[tuple[str, Properties]]:
        return [("AWS::S3::Bucket", {target: wrap(inputs if key == "" else inputs[key])})]

    return translate


def lifecycle(rules: list[Properties]) -> Properties:
    translated = []
    for rule in rules:
        item = pick(rule, "id", "status") | {"ExpirationInDays": rule["expiration"]["days"]}
        if "noncurrentVersionExpiration" in rule:
            item["NoncurrentVersionExpiration"] = pascal(rule["noncurrentVersionExpiration"])
        translated.append(item)
    return {"Rules": translated}


def encryption(rules: list[Properties]) -> Properties:
    items = [{"ServerSideEncryptionByDefault": pascal(rule["applyServerSideEncryptionByDefault"])} for rule in rules]
    return {"ServerSideEncryptionConfiguration": items}


TRANSLATIONS: dict[str, Translation] = {
    "aws:s3/bucket:Bucket": one("AWS::S3::Bucket"),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucket_part(
        "rules", "LifecycleConfiguration", lifecycle
    ),
    "aws:s3/bucketPolicy:BucketPolicy": with_document("AWS::S3::BucketPolicy", "policy", "PolicyDocument", "bucket"),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucket_part(
        "",
        "PublicAccessBlockConfiguration",
        lambda inputs: pick(
            inputs, "blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"
        ),
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": bucket_part(
        "rules", "BucketEncryption", encryption
    ),
    "aws:s3/bucketVersioning:BucketVersioning": bucket_part("versioningConfiguration", "VersioningConfiguration", pascal),
}
