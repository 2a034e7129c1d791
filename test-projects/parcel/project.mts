import { sentTwiceByChromium } from "../../scripts/test-projects/limits.ts";
import type { Project } from "../../scripts/test-projects/project.ts";

const build = ["parcel", "build", "index.html", "--dist-dir", "dist", "--no-source-maps"];
const open = ["node", "browse.mjs", "dist"];

export const project: Project = {
  group: "Bundlers and frameworks",
  runs: [
    {
      title: "Parcel",
      tool: "parcel",
      how: "without settings",
      commands: [build, open],
      limits: [
        {
          part: "command",
          // Whichever package it looks for first.
          shows: "Failed to resolve '@kelaskit/",
          why: 'Parcel ignores the `exports` and `imports` of packages by default. Add `"@parcel/resolver-default": { "packageExports": true }` to the package.json of your project.',
        },
      ],
    },
    {
      title: "Parcel",
      tool: "parcel",
      how: 'a page in Chromium, with `"@parcel/resolver-default": { "packageExports": true }` in package.json',
      commands: [
        ["npm", "pkg", "set", "--json", "@parcel/resolver-default.packageExports=true"],
        build,
        open,
      ],
      limits: [sentTwiceByChromium],
    },
  ],
};
