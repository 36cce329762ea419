import { badRequest, type Payload } from './refusal.ts';

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An array or object parameter; a form sends it as JSON text. Undefined when absent. Refuses text that is no JSON. */
function readStructure(payload: Payload, key: string): unknown {
  const value = payload[key];
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return badRequest(`can't parse ${key} JSON object`);
  }
}

/** The object parameter `key`; undefined when absent. Refuses anything else. */
export function readObject(payload: Payload, key: string): Payload | undefined {
  const value = readStructure(payload, key);
  if (value === undefined || isObject(value)) return value;
  return badRequest(`object expected as ${key}`);
}

/** The parameter `key` as an array of objects; undefined when absent. Refuses anything else. */
export function readObjects(payload: Payload, key: string): Payload[] | undefined {
  const value = readStructure(payload, key);
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) return badRequest(`expected an Array of ${key}`);
  return value.map((entry) => (isObject(entry) ? entry : badRequest(`expected an Object in ${key}`)));
}

/** The parameter `key` as an array of texts; undefined when absent. Refuses anything else. */
export function readTexts(payload: Payload, key: string): string[] | undefined {
  const value = readStructure(payload, key);
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) return badRequest(`expected an Array of ${key}`);
  return value.map((entry) => (typeof entry === 'string' ? entry : badRequest(`expected a String in ${key}`)));
}

/** The text parameter `key`, '' when absent. Refuses anything but text. */
export function readString(payload: Payload, key: string): string {
  const value = payload[key] ?? '';
  return typeof value === 'string' ? value : badRequest(`${key} must be a String`);
}

/** The whole-number parameter `key`, also as digits in text; undefined when absent. Refuses anything else. */
export function readInteger(payload: Payload, key: string): number | undefined {
  const value = payload[key];
  if (value === undefined) return undefined;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : badRequest(`${key} must be an Integer`);
}

/** The yes-or-no parameter `key`; false when absent. */
export function readBoolean(payload: Payload, key: string): boolean {
  const value = payload[key];
  return value === true || value === 'true' || value === 'True' || value === '1';
}

/** Refuses a payload in which any text, at any depth, has half a surrogate pair. */
export function refuseBrokenText(value: unknown): void {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) badRequest('strings must be encoded in UTF-8');
  } else if (typeof value === 'object' && value !== null) {
    for (const entry of Object.values(value)) refuseBrokenText(entry);
  }
}
