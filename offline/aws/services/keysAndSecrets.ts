import type { ServiceModel } from "../context";

const MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** KMS and Secrets Manager. */
export const keysAndSecrets: ServiceModel = {
  "aws:kms/key:Key": {
    compute: (c) => {
      const keyId = c.uuid();
      return { id: keyId, outputs: { arn: c.arn("kms", `key/${keyId}`), keyId } };
    },
  },
  "aws:kms/alias:Alias": {
    autoName: { property: "name", maxLength: 256, prefix: "alias/" },
    compute: (c) => {
      const name = c.text("name");
      const keyId = c.text("targetKeyId").split("/").pop() ?? "";
      const targetKeyArn = c.arn("kms", `key/${keyId}`);
      return { id: name, outputs: { arn: c.arn("kms", name), targetKeyArn } };
    },
  },
  "aws:kms/keyPolicy:KeyPolicy": { compute: (c) => ({ id: c.text("keyId"), outputs: {} }) },
  "aws:secretsmanager/secret:Secret": {
    autoName: { property: "name", maxLength: 512 },
    compute: (c) => {
      const arn = c.arn("secretsmanager", `secret:${c.text("name")}-${c.letters(6, MIXED)}`);
      return { id: arn, outputs: { arn } };
    },
  },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    compute: (c) => {
      const secretArn = c.text("secretId");
      // The provider sends its own unique id as the request token, and the token becomes the version id.
      const versionId = `terraform-${c.letters(18, "0123456789")}${c.hex(8)}`;
      return {
        id: `${secretArn}|${versionId}`,
        outputs: { arn: secretArn, secretArn, versionId, versionStages: ["AWSCURRENT"] },
      };
    },
  },
  "aws:secretsmanager/secretPolicy:SecretPolicy": {
    compute: (c) => ({ id: c.text("secretArn"), outputs: {} }),
  },
  "aws:secretsmanager/secretRotation:SecretRotation": {
    compute: (c) => ({ id: c.text("secretId"), outputs: { rotationEnabled: true } }),
  },
};
