import type { MockServerBuilder } from "@kelaskit/core/testing";
import { list, type ListContentsParams } from "../contents.ts";
import { pageOf } from "./pages.ts";
import type { MockContent } from "./records.ts";
import type { ToolzzStore } from "./store.ts";

function listed(text: string): readonly string[] {
  return text.split(",").map((entry) => entry.trim());
}

function matches(content: MockContent, params: ListContentsParams): boolean {
  const { type, course_id: courseId, public: isPublic, tags, query, contents_ids: ids } = params;
  const { id, title = "", description = "" } = content;
  const isNumbers = query !== undefined && /^\d+(,\d+)*$/.test(query);
  const found = `${title} ${description}`.toLowerCase();
  return (
    (type === undefined || content.contentType === type) &&
    (courseId === undefined || content.courseId === courseId) &&
    (isPublic === undefined || content.isPublic === (isPublic === 1)) &&
    (tags === undefined || listed(tags).some((tag) => content.tags.includes(tag))) &&
    (ids === undefined || listed(ids).includes(String(id))) &&
    (query === undefined ||
      (isNumbers ? listed(query).includes(String(id)) : found.includes(query.toLowerCase())))
  );
}

/** Answers for contents. That lists of tags and ids are separated by commas is deduced. */
export function mockContents(server: MockServerBuilder, store: ToolzzStore): void {
  server.on(list, ({ params }) => {
    const found = store.contents
      .filter((content) => matches(content, params))
      .map(({ courseId: _, tags: __, ...content }) => content);
    const { page, per_page } = params;
    const path = `${server.baseUrl}/api/content`;
    return { success: true, contents: pageOf(found, { page, per_page, path, keys: "laravel" }) };
  });
}
