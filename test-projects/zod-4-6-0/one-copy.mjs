// A project that already has zod gets no second copy of it.
import { globSync, readFileSync } from "node:fs";

const copies = globSync("node_modules/**/zod/package.json").map((file) => {
  const { name, version } = JSON.parse(readFileSync(file, "utf8"));
  return { file, name, version };
});
const zods = copies.filter(({ name }) => name === "zod");
if (zods.length !== 1 || zods[0].version !== "4.6.0") {
  throw new Error(
    `Installed copies of zod: ${zods.map(({ file, version }) => `${file} ${version}`).join(", ")}`,
  );
}
