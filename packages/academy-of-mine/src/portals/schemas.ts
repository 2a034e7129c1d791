import * as z from "#zod";
import { maybeNumber, maybeText, page } from "../shared/replies.ts";

/** See `PortalRecords`. */
export const portalRecords = <Schema extends z.core.SomeType>(record: Schema) =>
  z.looseObject({ portalName: maybeText(), ...page(record).shape });

/** See `PortalEnrollmentCounts`. */
export const enrollmentCounts = () =>
  z.looseObject({
    notStarted: maybeNumber(),
    inProgress: maybeNumber(),
    completed: maybeNumber(),
    total: maybeNumber(),
  });
