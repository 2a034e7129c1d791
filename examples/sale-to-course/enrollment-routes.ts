import {
  EnrollmentStateError,
  type Enrollments,
  InvalidEnrollmentError,
  ServiceFullError,
} from "@kelaskit/enroll/service";
import { type Context, Hono } from "hono";
import * as z from "zod";
import type { Refusal } from "./refusal.ts";

const addition = z.strictObject({
  record: z.record(z.string(), z.unknown()),
  reference: z.string().optional(),
});
const revocation = z.strictObject({ key: z.string(), reason: z.string().optional() });
// A POST as well: a key contains an address, which would be in access logs as part of a path.
const question = z.strictObject({ key: z.string() });

function refusalOf(error: unknown): readonly [status: 400 | 409 | 422 | 503, refusal: Refusal] | undefined {
  if (InvalidEnrollmentError.isInstance(error)) return [422, { kind: "invalid", issues: error.issues }];
  if (ServiceFullError.isInstance(error)) return [503, { kind: "full", maxPending: error.maxPending }];
  if (EnrollmentStateError.isInstance(error)) {
    const { message, key, operation, state } = error;
    return [409, { kind: "state", message, key, operation, state }];
  }
  if (error instanceof z.ZodError || error instanceof SyntaxError)
    return [400, { kind: "unreadable", message: "The body is not what this route takes." }];
  return undefined;
}

async function answer(context: Context, work: () => Promise<object>): Promise<Response> {
  try {
    return context.json(await work());
  } catch (error) {
    const refused = refusalOf(error);
    if (refused === undefined) throw error;
    const [status, refusal] = refused;
    return context.json(refusal, status);
  }
}

/**
 * Adds, reads and revokes enrollments for a receiver that runs elsewhere, such as in a Worker. All may be called again: an enrollment
 * that is there is not added twice.
 *
 * @param services The services by their names, which are the first part of the path.
 */
export function enrollmentRoutes(services: Readonly<Record<string, Enrollments>>): Hono {
  const routes = new Hono();
  for (const [name, service] of Object.entries(services)) {
    routes.post(`/${name}/add`, (context) =>
      answer(context, async () => {
        const { record, reference } = addition.parse(await context.req.json());
        return service.add(record, { reference });
      }),
    );
    routes.post(`/${name}/get`, (context) =>
      answer(context, async () => {
        const { key } = question.parse(await context.req.json());
        return { enrollment: await service.get(key) };
      }),
    );
    routes.post(`/${name}/revoke`, (context) =>
      answer(context, async () => {
        const { key, reason } = revocation.parse(await context.req.json());
        return service.revoke(key, reason);
      }),
    );
  }
  return routes;
}
