import type { MockServerBuilder } from "@kelaskit/core/testing";
import { list } from "../schools.ts";
import { mockTime } from "./fixtures.ts";
import { pageOf } from "./pages.ts";
import type { ToolzzStore } from "./store.ts";

/**
 * Answers for schools.
 *
 * @param platform The URL of the institution's own domain.
 */
export function mockSchools(server: MockServerBuilder, store: ToolzzStore, platform: string): void {
  server.on(list, ({ params: { name, contractNumber, urlSlug, page, perPage: per_page = 20 } }) => {
    const schools = [...store.schools]
      .map((id) => ({
        id,
        name: `Escola ${id}`,
        urlSlug: `escola-${id}`,
        contractNumber: String(id),
        tags: [],
        taxId: null,
        group: [],
        subgroups: [],
        specialties: [],
        colorScheme: null,
        social: {},
        location: null,
        features: { enableForum: true },
        createdAt: mockTime,
        updatedAt: mockTime,
      }))
      .filter(
        (school) =>
          (name === undefined || school.name.toLowerCase().includes(name.toLowerCase())) &&
          (contractNumber === undefined || school.contractNumber === contractNumber) &&
          (urlSlug === undefined || school.urlSlug === urlSlug),
      );
    const path = `${platform}/api/v1/schools`;
    const { data, ...meta } = pageOf(schools, { page, per_page, path, keys: "laravel" });
    // The size is a text in the vendor's sample.
    return { data, meta: { ...meta, per_page: String(per_page), total: schools.length } };
  });
}
