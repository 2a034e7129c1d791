import * as z from "#zod";
import { maybeNumber, maybeText, page } from "../shared/replies.ts";

/** See `PortalRecords`. */
export const portalRecords = <Schema extends z.core.SomeType>(record: Schema) =>
  z.looseObject({ portalName: maybeText(), ...page(record).shape });

/** See `EnrolmentCounts`. */
export const enrolmentCounts = () =>
  z.looseObject({
    notStarted: maybeNumber(),
    inProgress: maybeNumber(),
    completed: maybeNumber(),
    total: maybeNumber(),
  });
