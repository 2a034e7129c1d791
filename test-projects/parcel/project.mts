import type { Project } from "../../scripts/test-projects/project.ts";

const build = ["parcel", "build", "index.html", "--dist-dir", "dist", "--no-source-maps"];
const open = ["node", "browse.mjs", "dist"];

export const project: Project = {
  group: "Bundlers and frameworks",
  runs: [
    {
      title: "Parcel",
      tool: "parcel",
      how: "as it is without settings",
      commands: [build, open],
      limits: [
        {
          part: "command",
          shows: "Failed to resolve '@kelaskit/core'",
          why: 'Parcel reads the `exports` and `imports` of packages only when it is told to. Write `"@parcel/resolver-default": { "packageExports": true }` into the package.json of your project.',
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
      limits: [
        {
          part: "lostReply",
          shows: "requests: 2",
          why: "Chromium itself sends a request again when a kept connection ends without an answer, an order too. What a page can do is in the guide to retries.",
        },
      ],
    },
  ],
};
