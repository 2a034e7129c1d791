// Values as a person writes them in TypeScript.

const lineWidth = 80;

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** Writes a value of JSON as TypeScript: on one line if it fits, otherwise one entry on each. */
export function writtenValue(value: unknown, indent = "", used = 0): string {
  const line = onOneLine(value);
  if (indent.length + used + line.length <= lineWidth || typeof value !== "object" || value === null)
    return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return `[\n${value.map((entry) => `${inner}${writtenValue(entry, inner)},\n`).join("")}${indent}]`;
  }
  const entries = Object.entries(value).map(([name, entry]) => {
    const start = `${key(name)}: `;
    return `${inner}${start}${writtenValue(entry, inner, start.length)},\n`;
  });
  return `{\n${entries.join("")}${indent}}`;
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, entry]) => `${key(name)}: ${onOneLine(entry)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
