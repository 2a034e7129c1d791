import type { EnrollmentStateError, InvalidEnrollmentError } from "@kelaskit/enroll/service";

/** What `enrollmentRoutes` answers when nothing was done. */
export type Refusal =
  | { readonly kind: "invalid"; readonly issues: InvalidEnrollmentError["issues"] }
  | ({ readonly kind: "state"; readonly message: string } & Pick<
      EnrollmentStateError,
      "key" | "operation" | "state"
    >)
  | { readonly kind: "full"; readonly maxPending: number }
  | { readonly kind: "unreadable"; readonly message: string };
