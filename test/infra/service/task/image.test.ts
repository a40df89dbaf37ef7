import assert from "node:assert/strict";
import { ecrRepository } from "../../../../components/iam/ecrRepository";
import { countOf, inputsOf, runProgram } from "../../../support/program/program";
import { outputOf, statementsOf, TAGS } from "../../../support/program/wellKnown";
import { SERVICE } from "../../../support/program/options";

// Shows the inputs. Builds and pushes no image.

describe("ecrRepository", () => {
  it("parses the URI of an ECR image, with a tag, a digest or neither", () => {
    const parts = { accountId: "123456789012", region: "eu-north-1", name: "team/phone" };
    const host = "123456789012.dkr.ecr.eu-north-1.amazonaws.com";
    for (const end of ["", ":1.2", `@sha256:${"0".repeat(64)}`]) {
      assert.deepEqual(ecrRepository(`${host}/team/phone${end}`), parts);
    }
    assert.deepEqual(ecrRepository(`${host}.cn/team/phone`), parts);
  });

  it("knows no other registry", () => {
    for (const uri of [
      "public.ecr.aws/docker/library/python:3.12",
      "ghcr.io/team/phone:1",
      "12345.dkr.ecr.eu-north-1.amazonaws.com/phone",
      "evil.example/123456789012.dkr.ecr.eu-north-1.amazonaws.com/phone",
    ]) {
      assert.equal(ecrRepository(uri), undefined, uri);
    }
  });
});

describe("the image", () => {
  it("is the image of the config, and nothing is built", async () => {
    const run = await runProgram();
    assert.equal(countOf(run, "awsx:ecr:Image") + countOf(run, "awsx:ecr:Repository"), 0);
    assert.match(container(run), /"image":"public\.ecr\.aws\/docker\/library\/python:3\.12-slim"/);
  });

  it("is built from a folder and pushed to a repository that scans images and deletes old ones", async () => {
    const run = await runProgram({ overrides: { image: "", buildContext: SERVICE } });
    assert.deepEqual(inputsOf(run, "awsx:ecr:Repository"), {
      // The dev stack is not protected from deletion.
      forceDelete: true,
      imageScanningConfiguration: { scanOnPush: true },
      lifecyclePolicy: { rules: [{ tagStatus: "untagged", maximumNumberOfImages: 10 }] },
      tags: TAGS,
    });
    const { repositoryUrl, ...rest } = inputsOf(run, "awsx:ecr:Image");
    assert.deepEqual(rest, { context: SERVICE, platform: "linux/amd64" });
    assert.ok(container(run).includes(`"image":"${String(repositoryUrl)}@sha256:`));
    const repository = String(repositoryUrl).split("/").slice(1).join("/");
    assert.ok(
      JSON.stringify(statementsOf(run, "phone-task-execution")).includes(
        `"arn:aws:ecr:eu-north-1:123456789012:repository/${repository}"`,
      ),
    );
    assert.ok(outputOf(run, "taskDefinitionArn").length > 0);
  });

  it("keeps a repository that has images if the stack is protected from deletion", async () => {
    const overrides = { image: "", buildContext: SERVICE, deletionProtection: "true" };
    const run = await runProgram({ overrides });
    assert.equal(inputsOf(run, "awsx:ecr:Repository")["forceDelete"], false);
  });
});

function container(run: Awaited<ReturnType<typeof runProgram>>): string {
  return String(inputsOf(run, "aws:ecs/taskDefinition:TaskDefinition")["containerDefinitions"]);
}
