import { Ajv, type ValidateFunction } from "ajv";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const FOLDER = resolve(__dirname, "../../../docs/json");

/** The published JSON schemas of the commands' output with --json. */
export type SchemaName = "report" | "cost" | "difference";

/** Reads one of the published schemas. */
export function schemaOf(name: SchemaName): object {
  const schema: unknown = JSON.parse(readFileSync(join(FOLDER, `${name}.schema.json`), "utf8"));
  assert.ok(typeof schema === "object" && schema !== null);
  return schema;
}

const validators = new Map<SchemaName, ValidateFunction>();

function compile(name: SchemaName): ValidateFunction {
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schemaOf(name));
  validators.set(name, validate);
  return validate;
}

/** Asserts that a command printed one JSON object that is valid under its published schema. */
export function assertDescribed(stdout: string, name: SchemaName = "report"): void {
  const validate = validators.get(name) ?? compile(name);
  assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors));
}
