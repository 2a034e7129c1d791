import type { RecordedRow } from "../sending/context.ts";
import type { StoredRow } from "./stored-row.ts";

/** A row of the journal that can be sent. */
export interface ReadyRow<Row extends object> extends RecordedRow<Row> {
  readonly stored: StoredRow;
}
