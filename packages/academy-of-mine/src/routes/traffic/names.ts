import { isObject } from "@kelaskit/core/vendor";

/** Fields whose values are found in paths: ids that are not numbers, slugs, and the names of accounts. */
const namingField =
  /(^|_)(id|uuid|guid|slug|key|code|hash|token|username|user_?name|login|handle|nickname|email|subdomain)$|(Id|Uuid|Slug|Key|Code|[uU]serName|Email)$/;

const mostNames = 50_000;
const deepest = 12;

/** Collects the texts by which a reply names things. */
export function collectNames(value: unknown, names: Set<string>, depth = 0): void {
  if (depth > deepest || names.size >= mostNames) return;
  if (Array.isArray(value)) {
    for (const item of value) collectNames(item, names, depth + 1);
  } else if (isObject(value)) {
    for (const [name, below] of Object.entries(value)) {
      if (typeof below !== "string") collectNames(below, names, depth + 1);
      else if (below !== "" && below.length <= 200 && namingField.test(name)) names.add(below);
    }
  }
}
