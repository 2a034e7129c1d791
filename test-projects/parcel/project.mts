import type { Project } from "../../scripts/test-projects/project.ts";

export const project: Project = {
  group: "Bundlers and frameworks",
  runs: [
    {
      title: "Parcel",
      tool: "parcel",
      how: 'a page in Chromium, with `"@parcel/resolver-default": { "packageExports": true }` in package.json',
      commands: [
        ["parcel", "build", "index.html", "--dist-dir", "dist", "--no-source-maps"],
        ["node", "browse.mjs", "dist"],
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
