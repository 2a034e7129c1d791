import type { MockServerBuilder } from "@kelaskit/core/testing";
import { create, delete as remove, get, type LibraryContent, list, update } from "../library.ts";
import { itemsOf } from "./pages.ts";
import type { MockLibraryContent } from "./records.ts";
import { libraryError } from "./reply.ts";
import type { ToolzzStore } from "./store.ts";

/** The default page size: that of the vendor's sample. */
const usualLimit = 10;

function sent({ inUse: _, ...content }: MockLibraryContent): LibraryContent {
  return content;
}

function unknownContent(): Response {
  return libraryError(404, "not_found", "There is no such content.");
}

/** Answers for the library. */
export function mockLibrary(server: MockServerBuilder, store: ToolzzStore): void {
  server.on(list, ({ params: { type, status, search, cycleId, page = 1, limit = usualLimit } }) => {
    const found = [...store.library.values()].filter(
      (content) =>
        (type === undefined || content.type === type) &&
        (status === undefined || content.status === status) &&
        (cycleId === undefined || content.cycleIds?.includes(cycleId) === true) &&
        (search === undefined || (content.title ?? "").toLowerCase().includes(search.toLowerCase())),
    );
    return { items: itemsOf(found, page, limit).map(sent), total: found.length, page, limit };
  });
  server.on(get, ({ params: { id } }) => {
    const content = store.library.get(id);
    return content === undefined ? unknownContent() : { content: sent(content) };
  });
  server.on(create, ({ params }) => ({ content: sent(store.addLibraryContent(params)) }));
  server.on(update, ({ params }) => {
    const content = store.library.get(params.id);
    if (content === undefined) return unknownContent();
    return { content: sent(store.updateLibraryContent(content, params)) };
  });
  server.on(remove, ({ params: { id } }) => {
    const content = store.library.get(id);
    if (content === undefined) return unknownContent();
    if (content.inUse) {
      return libraryError(412, "failed_precondition", "An active course uses the content.");
    }
    store.deleteLibraryContent(id);
    return { success: true };
  });
}
