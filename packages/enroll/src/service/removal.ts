import type { Target } from "../target.ts";

/** How rows are sent, and asked about. */
export type Sendable<Row extends object> = Pick<Target<Row>, "send" | "settle" | "batchSize" | "groupOf">;

/** How a target takes learners out. Rows go to it only if it can. */
export function removalOf<Row extends object>(target: Target<Row>): Sendable<Row> {
  const { removal = target } = target;
  const { batchSize = 1 } = removal;
  return {
    batchSize,
    groupOf: (row) => target.groupOf?.(row) ?? "",
    send: (rows, context) => removal.send(rows, context),
    ...(removal.settle === undefined ? {} : { settle: removal.settle.bind(removal) }),
  };
}
