import type { Target } from "../target.ts";

/** Parts rows into what one call may take: rows of one group, so many at most, in their order. */
export function batchesOf<Row extends object, Item extends { readonly row: Row }>(
  target: Target<Row>,
  items: readonly Item[],
): readonly (readonly Item[])[] {
  const { batchSize = 1 } = target;
  const groups =
    batchSize > 1 ? [...Map.groupBy(items, ({ row }) => target.groupOf?.(row) ?? "").values()] : [items];
  return groups.flatMap((group) => {
    const batches: Item[][] = [];
    for (let start = 0; start < group.length; start += batchSize) {
      batches.push(group.slice(start, start + batchSize));
    }
    return batches;
  });
}
