import type { ComputedOutputs, Context, ServiceModel } from "../context";

/** S3. */
export const storage: ServiceModel = {
  "aws:s3/bucket:Bucket": { autoName: { property: "bucket", maxLength: 63 }, compute: bucket },
  "aws:s3/bucketAcl:BucketAcl": { compute: ofBucket },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": { compute: ofBucket },
  "aws:s3/bucketLogging:BucketLogging": { compute: ofBucket },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": { compute: ofBucket },
  "aws:s3/bucketPolicy:BucketPolicy": { compute: ofBucket },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": { compute: ofBucket },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    compute: ofBucket,
  },
  "aws:s3/bucketVersioning:BucketVersioning": { compute: ofBucket },
};

function bucket(c: Context): ComputedOutputs {
  const name = c.text("bucket");
  const { partition, region } = c.account;
  return {
    id: name,
    outputs: {
      arn: `arn:${partition}:s3:::${name}`,
      bucketDomainName: `${name}.s3.amazonaws.com`,
      bucketRegion: region,
      bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    },
  };
}

/** The id of a bucket's setting is the bucket's name. */
function ofBucket(c: Context): ComputedOutputs {
  return { id: c.text("bucket"), outputs: {} };
}
