import { type Client, type PagedCall, PaginationError } from "@kelaskit/core";

/** How to read the pages of a list. */
interface ListReading<Reply, Item> {
  /** The operation's name, for errors. */
  readonly operation: string;
  readonly itemsOf: (page: Reply) => readonly Item[];
  /** How long the whole list is according to a page; anything but a number if the page does not show it. */
  readonly lengthOf: (page: Reply) => unknown;
  /** What is never twice in a list that did not change. Leave it out if an item may be. */
  readonly idOf?: ((item: Item) => unknown) | undefined;
}

/**
 * The items of a list whose absent items matter: who is missing counts as not enrolled. While a list loses entries, others move to
 * pages that were read before, so the end of the list proves nothing then.
 *
 * @param mayGrow Whether new entries on the way are expected, such as in a run that enrolls: they hide no earlier ones.
 * @throws PaginationError if the list has changed while it was read, or its end contradicts its length.
 */
export async function* wholeList<Reply, Item>(
  { vendor }: Client,
  call: PagedCall<Reply, Item>,
  { operation, itemsOf, lengthOf, idOf }: ListReading<Reply, Item>,
  { mayGrow = false }: { readonly mayGrow?: boolean | undefined } = {},
): AsyncGenerator<Item, void, undefined> {
  const seen = new Set<unknown>();
  let pages = 0;
  let last: unknown;
  let hasGrown = false;
  const refuse = (what: string): never => {
    throw new PaginationError(
      vendor,
      operation,
      pages,
      `${what} while the list was read, so somebody may be missing from it. Read it again.`,
    );
  };
  for await (const page of call.pages()) {
    pages += 1;
    const length = lengthOf(page);
    if (pages > 1 && length !== last) {
      hasGrown = mayGrow && typeof length === "number" && typeof last === "number" && length > last;
      if (!hasGrown) refuse("the vendor reported another length");
    }
    last = length;
    for (const item of itemsOf(page)) {
      const id = idOf?.(item);
      // New entries at the beginning of a list repeat the last ones of a page.
      if (id !== undefined && seen.has(id) && !hasGrown) refuse("an entry appeared a second time");
      if (id !== undefined) seen.add(id);
      yield item;
    }
  }
}
