import {
  EnrollmentStateError,
  InvalidEnrollmentError,
  type SalesEnrollments,
  ServiceFullError,
} from "@kelaskit/enroll/sales/worker";
import type { AddedEnrollment, Enrollment } from "@kelaskit/enroll/service";
import type { Refusal } from "./refusal.ts";

/** Where the services are. */
export interface Backend {
  /** The address of the backend with `enrollmentRoutes`, such as `https://shop.example.com`. */
  readonly url: string;
  /** Its ADMIN_TOKEN. */
  readonly token: string;
}

/** An enrollment as JSON has it: without what is undefined, and with texts as times. */
type Sent<Kind extends Enrollment> = Omit<Kind, "addedAt" | "sentAt" | "endedAt"> & {
  readonly addedAt: string;
  readonly sentAt?: string;
  readonly endedAt?: string;
};

function received<Kind extends Enrollment>(sent: Sent<Kind>) {
  const { addedAt, sentAt, endedAt } = sent;
  return {
    ...sent,
    addedAt: new Date(addedAt),
    sentAt: sentAt === undefined ? undefined : new Date(sentAt),
    endedAt: endedAt === undefined ? undefined : new Date(endedAt),
  };
}

function errorOf(name: string, refusal: Refusal): Error {
  switch (refusal.kind) {
    case "invalid":
      return new InvalidEnrollmentError(name, refusal.issues);
    case "state":
      return new EnrollmentStateError(refusal.message, refusal);
    case "full":
      return new ServiceFullError(refusal.maxPending);
    case "unreadable":
      return new Error(
        `The backend could not read the request for ${name}. Deploy the same version of both.`,
      );
  }
}

/**
 * A service of another process, as a receiver of sales uses it: `enrollmentRoutes` is the other end.
 *
 * A request whose reply is lost is sent again by the receiver. That enrolls nobody twice, because the service knows its enrollments
 * by their keys. It does not tell when an enrollment ends: a sale that waits for one is looked at again after a minute at most.
 *
 * @param target The target of that service, with which records are checked before they are sent.
 */
export function remoteEnrollments(
  name: string,
  target: SalesEnrollments["target"],
  { url, token }: Backend,
): SalesEnrollments {
  const call = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(`${url}/enrollments/${name}/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
    if (response.ok && isJson) return response.json();
    if ([400, 409, 422, 503].includes(response.status) && isJson)
      throw errorOf(name, (await response.json()) as Refusal);
    await response.body?.cancel();
    throw new Error(
      `The backend answered ${response.status} for ${name}. Check its address, its ADMIN_TOKEN and its log.`,
    );
  };
  return {
    target,
    add: async (record, { reference } = {}) =>
      received((await call("add", { record, reference })) as Sent<AddedEnrollment>),
    async get(key) {
      const { enrollment } = (await call("get", { key })) as { readonly enrollment?: Sent<Enrollment> };
      return enrollment === undefined ? undefined : received(enrollment);
    },
    revoke: async (key, reason) => received((await call("revoke", { key, reason })) as Sent<Enrollment>),
    on: () => () => undefined,
  };
}
