import type { RowOutcome, Target, TargetContext } from "../target.ts";

type Followed<Row extends object> = Pick<Target<Row>, "send" | "settle">;

/**
 * The rows whose calls go on in this process, whatever has become of the round that sent them: a target that ignores its signal may
 * still carry out a row whose call was abandoned.
 */
export class CallsInProgress<Row extends object> {
  readonly #ids = new Set<number>();
  readonly #idOf = new WeakMap<Row, number>();
  /** Called with a row whose call was abandoned and has ended now. */
  onLateEnd: (id: number) => void = () => undefined;

  /** Whether the call of a row goes on. */
  has(id: number): boolean {
    return this.#ids.has(id);
  }

  /** The same target, whose calls of `send` are followed. */
  followed(target: Followed<Row>): Followed<Row> {
    return {
      send: async (rows, context) => this.#follow(target, rows, context),
      ...(target.settle === undefined ? {} : { settle: target.settle.bind(target) }),
    };
  }

  async #follow(
    target: Followed<Row>,
    rows: readonly Row[],
    context: TargetContext,
  ): Promise<readonly RowOutcome[]> {
    const ids = rows.flatMap((row) => this.#idOf.get(row) ?? []);
    for (const id of ids) this.#ids.add(id);
    try {
      return await target.send(rows, context);
    } finally {
      for (const id of ids) {
        this.#ids.delete(id);
        if (context.signal.aborted) this.onLateEnd(id);
      }
    }
  }

  /** A row is about to be sent. */
  name({ id, row }: { readonly id: number; readonly row: Row }): void {
    this.#idOf.set(row, id);
  }
}
