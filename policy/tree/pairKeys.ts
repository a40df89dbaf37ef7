import { isTreeObject, type Tree, type TreeObject } from "./tree";

/** Keys that hold the name of a pair such as `{ name, value }`. */
export const NAME_KEYS = [
  ...["name", "key", "environmentVariableName", "parameterKey", "variableName", "keyName", "path"],
  ...["Name", "Key", "ParameterKey", "id", "secretKey", "variable", "k", "httpHeaderName"],
  ...["parameterName", "settingName", "fieldName", "field", "optionName", "keyValueName"],
  ...["label", "title", "provide"],
];
/** Keys that hold the value of such a pair. */
export const VALUE_KEYS = new Set([
  ...[
    "value",
    "useValue",
    "insecureValue",
    "stringValue",
    "parameterValue",
    "default",
    "defaultValue",
    "default_value",
    "text",
  ],
  ...[
    "Value",
    "StringValue",
    "ParameterValue",
    "Default",
    "DefaultValue",
    "example",
    "#text",
    "v",
    "val",
  ],
]);
/** The key of a list of values of such a pair, as a condition of a load balancer has it. */
export const LIST_OF_VALUES = "values";
/** Keys that only give the type of the value, as in an item of DynamoDB. The name is one level further out. */
export const TYPED_KEYS = new Set(["S", "N", "B"]);
/** Lists of environment variables. A name without a value in them is an empty variable. */
export const SETTING_LISTS = /^(?:env|environments?|environmentVariables)$/i;
/** Keys that hold a reference instead of the value. */
export const REFERENCE_KEYS: ReadonlySet<string> = new Set(
  `valueFrom ValueFrom value_from valueSource value_source secretKeyRef secret_key_ref secretRef secret_ref secretName secret_name
  fromSecret from_secret fromGroup`.split(/\s+/),
);
/** Types of a setting whose value is a reference, for example the name of a parameter. */
export const REFERENCE_TYPES =
  /^(?:PARAMETER_STORE|SECRETS_MANAGER|SecureString|AWS::SSM::Parameter::.{1,80})$/;
/** A key in Step Functions whose value is a path in the state's input, as in `"Token.$": "$.token"`. */
export const PATH_KEY = /\.\$$/;
/** Such a path. */
export const PATH_VALUE = /^(?:\$|States\.)/;

/** The name that an object gives to the value next to it. */
export function nameIn(object: TreeObject): string | undefined {
  for (const key of NAME_KEYS) {
    const value = object[key];
    const name = isTreeObject(value) ? onlyTextIn(value) : value;
    if (typeof name === "string") return name;
  }
  return undefined;
}

/** The text of an attribute in an item of DynamoDB, which has its type as its only key: `{ S: "twilio" }`. */
function onlyTextIn(object: TreeObject): Tree | undefined {
  return isTypedAttribute(object) ? object["S"] : undefined;
}

/** Whether an object only gives its value a type, as an attribute in an item of DynamoDB. */
export function isTypedAttribute(object: TreeObject): boolean {
  const [key = "", ...others] = Object.keys(object);
  return others.length === 0 && TYPED_KEYS.has(key);
}

/** Whether a key such as `token.$` has a path into other data as its value. */
export function isPathInto(key: string, value: Tree): boolean {
  return key.endsWith(".$") && typeof value === "string" && PATH_VALUE.test(value);
}

/** Whether an object holds a value, or a reference to one, that a name next to it may name. */
export function hasValue(object: TreeObject): boolean {
  return Object.keys(object)
    .map((key) => key.replace(PATH_KEY, ""))
    .some((key) => VALUE_KEYS.has(key) || REFERENCE_KEYS.has(key));
}
