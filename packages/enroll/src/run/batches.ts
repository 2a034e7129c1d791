import type { Target } from "../target.ts";

/** Splits rows into the batches of single calls: rows of one group, at most `batchSize`, in their order. */
export function batchesOf<Row extends object, Item extends { readonly row: Row }>(
  target: Pick<Target<Row>, "batchSize" | "groupOf">,
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
