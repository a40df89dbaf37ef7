/** Keys that hold the name of a pair such as `{ name, value }`. */
export const NAME_KEYS = [
  ...["name", "key", "environmentVariableName", "parameterKey", "variableName", "keyName", "path"],
  ...["Name", "Key", "ParameterKey", "id", "secretKey", "variable", "k"],
];
/** Keys that hold its value. */
export const VALUE_KEYS = new Set([
  ...["value", "insecureValue", "stringValue", "parameterValue", "default", "defaultValue"],
  ...["Value", "StringValue", "ParameterValue", "Default", "DefaultValue", "example", "#text", "v"],
]);
/** Keys that only say of what kind the value is, as in an item of DynamoDB: the name stands one level up. */
export const TYPED_KEYS = new Set(["S", "N", "B"]);
/** Lists of settings, in which a pair without a value is an empty setting. */
export const SETTING_LISTS = /^(?:env|environments?|environmentVariables)$/i;
/** Keys that hold where a value is kept, instead of the value. */
export const REFERENCE_KEYS = new Set(["valueFrom", "ValueFrom", "secretKeyRef"]);
/** Types of a setting whose value names the place where the value is kept. */
export const REFERENCE_TYPES =
  /^(?:PARAMETER_STORE|SECRETS_MANAGER|SecureString|AWS::SSM::Parameter::.{1,80})$/;
/** A key of Step Functions whose value is a path into the state's input, as in `"Token.$": "$.token"`. */
export const PATH_KEY = /\.\$$/;
/** Such a path. */
export const PATH_VALUE = /^(?:\$|States\.)/;
