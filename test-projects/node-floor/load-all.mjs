// Loads every package on the oldest supported Node, with import and require().
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const names = ["academy-of-mine", "core", "enroll", "mitrabunso", "redis", "scalev", "skilvul", "toolzz"];
for (const name of names) {
  await import(`@kelaskit/${name}`);
  require(`@kelaskit/${name}`);
}
