import { ConfigurationError } from "@kelaskit/core";
import { kindOf } from "../reading/kind-of.ts";
import { RecordReader } from "./record-reader.ts";

/**
 * Reads a setting for all rows in the same way as the field of a row, so that an id is the same whether it comes from a row
 * or from the setting.
 *
 * @param name The setting, such as `courseId`.
 * @throws ConfigurationError if it is given, and would not be valid in a row.
 */
export function readSetting<Value>(
  name: string,
  value: unknown,
  read: (reader: RecordReader, name: string) => Value | undefined,
): Value | undefined {
  if (value === undefined) return undefined;
  const reader = new RecordReader({ [name]: value });
  const setting = read(reader, name);
  if (setting !== undefined) return setting;
  const { expected, received } = reader.issues[0] ?? { expected: "an id", received: kindOf(value) };
  throw new ConfigurationError(`${name}: expected ${expected}, got ${received}. Nothing was sent.`);
}

/** Reads an id that is a text. */
export function readTextIdSetting(name: string, value: unknown): string | undefined {
  return readSetting(name, value, (reader, field) => reader.textId(field));
}
