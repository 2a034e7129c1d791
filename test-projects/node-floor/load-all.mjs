// Every package loads on the oldest Node, by import and by require().
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const names = ["academy-of-mine", "core", "enroll", "mitrabunso", "redis", "scalev", "skilvul", "toolzz"];
for (const name of names) {
  await import(`@kelaskit/${name}`);
  require(`@kelaskit/${name}`);
}
