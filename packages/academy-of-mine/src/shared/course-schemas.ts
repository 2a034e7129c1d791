import * as z from "#zod";
import { id, ids, ordering, pageParams, text } from "../fields.ts";
import { maybe, maybeNumber, maybeText, page } from "./replies.ts";

const enrolledLearner = () =>
  z.looseObject({
    id: z.number(),
    user_id: maybeNumber(),
    first_name: maybeText(),
    last_name: maybeText(),
    status: maybeText(),
    display_status: maybeText(),
    percentComplete: maybeNumber(),
    access_status: maybeText(),
    registered_on: maybeText(),
    started_on: maybeText(),
    completed_on: maybeText(),
    expire_on: maybeText(),
    last_accessed_on: maybeText(),
    certificate_count: maybeNumber(),
    user_type: maybeText(),
    raw_user_type: maybeText(),
  });

/** The fields of `EnrolledLearnerPage`. */
export const enrolledLearnerPageFields = () => ({
  ...page(enrolledLearner()).shape,
  totalNotStarted: maybeNumber(),
  totalInProgress: maybeNumber(),
  totalCompleted: maybeNumber(),
});

/** The fields of `EnrolledLearnerQuery`. */
export const enrolledLearnerQuery = () => ({
  ...pageParams(),
  portalId: id(),
  order_by: z.optional(ordering()),
  search_param: z.optional(
    z.looseObject({ status: z.optional(z.array(text())), nameOrEmail: z.optional(z.string()) }),
  ),
});

/** The fields of `EnrollUsersParams`. */
export const enrollUsersParams = () => ({ studentIds: ids(), portalId: z.optional(id()) });

/** See `EnrollmentCounts`. */
export const enrollmentCounts = () =>
  z.looseObject({
    message: maybeText(),
    enrolledUsersCount: maybeNumber(),
    notEnrolledUsers: maybeNumber(),
  });

/** The fields of `EnrollmentSelection`. */
export const enrollmentSelection = () => ({ enrollmentIds: ids() });

/** See `ProgressOverview`. */
export const progressOverview = () =>
  z.looseObject({
    labels: maybe(z.array(z.string())),
    totalNotStarted: maybe(z.array(z.number())),
    totalInProgress: maybe(z.array(z.number())),
    totalCompleted: maybe(z.array(z.number())),
    percentageCompleted: maybe(z.array(z.number())),
    sumNotStarted: maybeNumber(),
    sumInProgress: maybeNumber(),
    sumCompleted: maybeNumber(),
    sumPercentageCompleted: maybeNumber(),
  });

/** See `TitledRecord`. */
export const titledRecord = () => z.looseObject({ id: z.number(), title: maybeText() });
