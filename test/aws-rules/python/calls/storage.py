"""The API calls of buckets."""

from calls.shapes import Call, Properties, given, policy, without
from naming import pascal, pick


def lifecycle(resource: Properties) -> list[Call]:
    inputs = resource["inputs"]
    # S3 writes the key of a rule's id as ID.
    rules = [pascal(without(rule, "id")) | {"ID": rule["id"], "Filter": {"Prefix": ""}} for rule in inputs["rules"]]
    params = {"Bucket": inputs["bucket"], "LifecycleConfiguration": {"Rules": rules}}
    return [("s3", "PutBucketLifecycleConfiguration", params)]


def encryption(resource: Properties) -> list[Call]:
    inputs = resource["inputs"]
    rules = [
        {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": rule["applyServerSideEncryptionByDefault"]["sseAlgorithm"]}}
        for rule in inputs["rules"]
    ]
    params = {"Bucket": inputs["bucket"], "ServerSideEncryptionConfiguration": {"Rules": rules}}
    return [("s3", "PutBucketEncryption", params)]


def access_block(resource: Properties) -> list[Call]:
    inputs = resource["inputs"]
    block = pick(inputs, "blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    params = {"Bucket": inputs["bucket"], "PublicAccessBlockConfiguration": block}
    return [("s3", "PutPublicAccessBlock", params)]


CALLS = {
    "aws:s3/bucket:Bucket": lambda resource: [("s3", "CreateBucket", {"Bucket": resource["name"]})],
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": lifecycle,
    "aws:s3/bucketPolicy:BucketPolicy": policy("s3", "PutBucketPolicy", "Policy", Bucket="bucket"),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": access_block,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": encryption,
    "aws:s3/bucketVersioning:BucketVersioning": given(
        "s3", "PutBucketVersioning", Bucket="bucket", VersioningConfiguration="versioningConfiguration"
    ),
}
