import type { AcceptedDifference } from "./parity.ts";

/** The intended differences. Parameters that the client supplies are not among them: the declaration names those itself. */
export const acceptedDifferences: readonly AcceptedDifference[] = [
  {
    place: "packages/academy-of-mine/src/users/custom-fields.ts SaveCustomFieldsParams.fields[]",
    text: "an object with known fields in the interface, any object in the schema",
    reason:
      "Fields that were read go back as they are: one that the vendor has changed since must not keep the others from being saved.",
  },
];
