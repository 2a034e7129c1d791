import { EnrollmentStateError } from "../service/errors.ts";
import type { SalesEnrollments } from "./enrollments.ts";
import type { SaleReason } from "./sale.ts";
import type { Grant } from "./sale-plan.ts";
import type { SalesStore, StoredSale } from "./sales-store.ts";

/** What has become of an enrollment that was to be taken back. */
export interface Revocation {
  /** Whether the sale no longer holds it. */
  readonly isDone: boolean;
  /** What a person has to do. */
  readonly reason?: SaleReason | undefined;
  /** What was thrown by a service that can perhaps take it back later. */
  readonly error?: unknown;
}

function attention(code: SaleReason["code"], { variant }: Grant, message: string): Revocation {
  return { isDone: false, reason: { code, message, variant } };
}

/** Takes an enrollment back, unless another sale holds it: then only this sale lets go of it. */
export async function revokeGrant(
  store: SalesStore,
  sale: StoredSale,
  grant: Grant,
  service: SalesEnrollments | undefined,
): Promise<Revocation> {
  if (store.isHeldElsewhere(sale.id, grant)) {
    store.release(sale.id, grant);
    return { isDone: true };
  }
  if (service === undefined) {
    return attention(
      "cannot-revoke",
      grant,
      `The enrollment was added to the service ${grant.service}, which enrollments no longer has. Pass it, or take the learner out by hand.`,
    );
  }
  if (!grant.isOwn) {
    return attention(
      "enrolled-before",
      grant,
      "The learner was enrolled before by something else than a sale, and so stays. Take the learner out by hand if that is wrong.",
    );
  }
  try {
    await service.revoke(grant.key, `order ${sale.number}`);
  } catch (error) {
    if (!EnrollmentStateError.isInstance(error) || error.state === "sending") return { isDone: false, error };
    if (error.state === "unknown") {
      const message = `${error.message} It is taken back when that is settled.`;
      return { isDone: false, error, reason: { code: "cannot-revoke", message, variant: grant.variant } };
    }
    // Done at a target that takes nobody out, or not in the journal: no later moment changes that.
    return attention("cannot-revoke", grant, `${error.message} Take the learner out by hand.`);
  }
  store.release(sale.id, grant);
  return { isDone: true };
}
