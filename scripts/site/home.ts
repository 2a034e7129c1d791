// The pages that no file of the repository contains.
import type { ResourcePage } from "./operations/pages.ts";
import { vendorCode } from "./vendors.ts";

const features: readonly (readonly [string, string, string])[] = [
  [
    "Never places an order twice",
    "Retries what is safe to repeat and nothing else. Every error says what became of the request.",
    "/guides/retries",
  ],
  [
    "Refreshes tokens without races",
    "One refresh for a thousand waiting calls, and one among all processes that share a store.",
    "/guides/tokens",
  ],
  [
    "Pages and limits",
    "Iterate lists over all their pages. A 429 pauses the queue until the vendor's reset.",
    "/guides/paging",
  ],
  [
    "Says which routes are real",
    "Each operation is documented, observed, deduced or proposed. Proposed writes are refused.",
    "/guides/is-this-route-real",
  ],
  [
    "Mocks that cannot drift",
    "Stateful mocks of every vendor, checked against the same declarations as the clients.",
    "/guides/testing",
  ],
  [
    "Survives being killed",
    "Enrollment of files, from sales and in backends: on the disk before it is sent, and sent once.",
    "/guides/bulk-enrollment",
  ],
];

const example = `import { createSkilvul } from "@kelaskit/skilvul";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";

const mock = createMockSkilvul();
const skilvul = createSkilvul({ ...mock.credentials, fetch: mock.fetch });

for await (const product of skilvul.products.list()) console.log(product.id);`;

/** The first page. */
export function homePage(): string {
  return [
    [
      "---",
      "title: Kelaskit",
      "titleTemplate: Typed clients for course and commerce vendors",
      "pageClass: home",
      "sidebar: false",
      "aside: false",
      "outline: false",
      "prev: false",
      "next: false",
      "---",
    ].join("\n"),
    "# Typed clients for course and commerce vendors",
    "Scalev, Skilvul, Toolzz, Academy of Mine and Mitrabunso, one npm package each, over one core that does what `fetch` does not.",
    '<div class="actions">',
    "[Start in five minutes](/guides/start)",
    "[Operations](/api/)",
    "</div>",
    `\`\`\`ts\n${example}\n\`\`\``,
    "Nothing else is needed to try it: the mock answers as the vendor does, without an account and without a network.",
    '<div class="features">',
    ...features.map(
      ([title, details, link]) => `<section>\n\n## [${title}](${link})\n\n${details}\n\n</section>`,
    ),
    "</div>",
    "",
  ].join("\n\n");
}

/** The list of vendors and their resources. */
export function apiIndexPage(resources: readonly ResourcePage[]): string {
  const count = resources.reduce((sum, { operations }) => sum + operations.length, 0);
  return [
    "---\ntitle: Operations\n---",
    "# Operations",
    `The ${count} operations of five vendors. Each says how well its route is known: [is this route real?](/guides/is-this-route-real)`,
    ...Object.entries(vendorCode).flatMap(([vendor, { title }]) => [
      `## [${title}](/api/${vendor}/)`,
      resources
        .filter((resource) => resource.vendor === vendor)
        .map(({ name, operations }) => `[${name}](/api/${vendor}/${name}) (${operations.length})`)
        .join(" · "),
    ]),
    "",
  ].join("\n\n");
}
