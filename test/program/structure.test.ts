import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { ROOT } from "../support/program/devStack";
import { type ProgramRun, runProgram } from "../support/program/program";
import { parsed, sourcesIn } from "../support/program/sources";

// Checks the shape of the source: length, comments, names. It does not run what it reads, except for the components' outputs.

const SOURCE_NAME = /\.([cm]?[jt]s|py)$/;

const INFRA = [...sourcesIn("infra"), ...sourcesIn("components")];

/** Every TypeScript, JavaScript and Python file of the repository. */
const SOURCES = readdirSync(ROOT, { withFileTypes: true })
  .filter(({ name }) => !["node_modules", ".git", ".cache", ".venv"].includes(name))
  .flatMap((entry) =>
    entry.isDirectory()
      ? sourcesIn(entry.name, SOURCE_NAME)
      : [entry.name].filter((name) => SOURCE_NAME.test(name)),
  );

describe("the source", () => {
  it("reads stack config only in infra/config/config.ts, and the process's environment nowhere", () => {
    for (const file of ["index.ts", ...INFRA]) {
      const text = readFileSync(join(ROOT, file), "utf8");
      assert.doesNotMatch(text, /process\.env|process\.argv/, file);
      if (file === "infra/config/config.ts") continue;
      assert.doesNotMatch(text, /\bnew (pulumi\.)?Config\b|allConfig|getConfig\b/, file);
    }
  });

  it("has no file over 200 lines, and an index.ts of at most 100 lines", () => {
    const lines = (file: string) =>
      readFileSync(join(ROOT, file), "utf8").trimEnd().split("\n").length;
    assert.ok(SOURCES.length > 900);
    assert.deepEqual(
      SOURCES.filter((file) => lines(file) > 200),
      [],
    );
    assert.ok(lines("index.ts") <= 100);
  });

  it("has a doc comment for everything that infra/ and components/ export", () => {
    const silent = INFRA.flatMap((file) =>
      parsed(file)
        .statements.filter((statement) => isExported(statement) && !isArgs(statement))
        .filter((statement) => !hasDoc(statement))
        .map((statement) => `${file}: ${statement.getText().split("\n")[0] ?? ""}`),
    );
    assert.deepEqual(silent, []);
  });
});

describe("each component", () => {
  const components = INFRA.flatMap((file) =>
    parsed(file).statements.filter(ts.isClassDeclaration).filter(isComponent),
  );

  let componentOutputs: ProgramRun["componentOutputs"];

  before(async () => {
    ({ componentOutputs } = await runProgram({
      overrides: { accessLogs: "true", auditTrail: "true" },
    }));
  });

  it("is found", () => {
    const names = components.map(({ name }) => name?.text);
    for (const name of [
      "Endpoint",
      "GuardedTaskDefinition",
      "Network",
      "PhoneService",
      "PhoneTask",
      "TwilioSecret",
    ]) {
      assert.ok(names.includes(name), name);
    }
  });

  for (const component of components) {
    const name = component.name?.text ?? "";

    it(`${name} has its own name in its type, and registers its outputs last`, () => {
      const statements = constructorOf(component).body?.statements ?? [];
      const superCall = statements
        .map((each) => each.getText())
        .find((t) => t.startsWith("super("));
      assert.match(superCall ?? "", new RegExp(`^super\\("pipecat:index:${name}", name, `));
      assert.match(statements.at(-1)?.getText() ?? "", /^this\.registerOutputs\(/);
    });

    it(`${name} registers each public value as an output, and nothing else`, () => {
      const outputs = [...componentOutputs].filter(([urn]) =>
        urn.split("::")[2]?.endsWith(`:${name}`),
      );
      for (const [, registered] of outputs) {
        assert.deepEqual(Object.keys(registered).sort(), publicValues(component).sort());
      }
    });
  }
});

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

/** An interface of arguments needs no doc comment: its name says what it is. */
function isArgs(statement: ts.Statement): boolean {
  return ts.isInterfaceDeclaration(statement) && statement.name.text.endsWith("Args");
}

function hasDoc(statement: ts.Statement): boolean {
  return ts.getJSDocCommentsAndTags(statement).length > 0;
}

function isComponent(declaration: ts.ClassDeclaration): boolean {
  return (declaration.heritageClauses ?? []).some((clause) =>
    clause.getText().includes("ComponentResource"),
  );
}

function constructorOf(component: ts.ClassDeclaration): ts.ConstructorDeclaration {
  const declaration = component.members.find(ts.isConstructorDeclaration);
  assert.ok(declaration);
  return declaration;
}

/** Public fields that always exist and are strings or outputs. A resource, or a record of references, is not registered as an output. */
function publicValues(component: ts.ClassDeclaration): string[] {
  return component.members
    .filter(ts.isPropertyDeclaration)
    .filter(
      ({ name, questionToken, type }) =>
        questionToken === undefined &&
        ts.isIdentifier(name) &&
        /^(string$|pulumi\.Output<)/.test(type?.getText() ?? ""),
    )
    .filter((field) => !(ts.getCombinedModifierFlags(field) & ts.ModifierFlags.Private))
    .map(({ name }) => name.getText());
}
