import type { Client } from "@kelaskit/core";
import { plans, type PlanUser } from "@kelaskit/toolzz";
import type { ParsedRow, Settlement, Target, TargetContext, TargetField } from "../target.ts";
import { requireVendor, rethrowUnlessFinal } from "./failures.ts";
import { addressKey, RecordReader } from "./record-reader.ts";

/** One learner and one package. */
export interface ToolzzPlanRow {
  readonly planUuid: string;
  /** The learner's address, as it was written. */
  readonly email: string;
  /** The learner's name. */
  readonly nome: string;
  /** Ids of the schools, at least one. */
  readonly schools: readonly number[];
  /** The state of the enrolment; the vendor's own default where it is left out. */
  readonly status?: "active" | "expired" | undefined;
  /** The last day, as `YYYY-MM-DD`. */
  readonly expires_at?: string | undefined;
}

/** What holds for rows that do not say it themselves. */
export interface ToolzzPlanOptions {
  /** The package's UUID. Without it every row must name one. */
  readonly planUuid?: string | undefined;
  /** Ids of the schools. Without them every row must name one. */
  readonly schools?: readonly number[] | undefined;
}

const statuses: Readonly<Record<string, "active" | "expired">> = {
  active: "active",
  ativo: "active",
  ativa: "active",
  aktif: "active",
  expired: "expired",
  expirado: "expired",
  expirada: "expired",
  kedaluwarsa: "expired",
};

const unheard = "a UUID or id of the package, unless the target was given one";

function fieldsFor({ planUuid, schools }: ToolzzPlanOptions): Readonly<Record<string, TargetField>> {
  return {
    email: {
      required: true,
      description: "the learner's e-mail address",
      aliases: ["mail", "email address", "alamat email", "surel", "endereço de e-mail"],
    },
    nome: {
      required: true,
      description: "the learner's name",
      aliases: ["name", "full name", "nome completo", "nama", "nama lengkap"],
    },
    planUuid: {
      required: planUuid === undefined,
      description: "the package's UUID",
      aliases: ["plan", "plan_hash", "package", "pacote", "plano", "paket"],
    },
    schools: {
      required: schools === undefined,
      description: "ids of the learner's schools, with semicolons between them: 1;2",
      aliases: ["school", "school ids", "escola", "escolas", "sekolah"],
    },
    status: {
      required: false,
      description: "the state of the enrolment: active or expired",
      aliases: ["situação", "estado"],
    },
    expires_at: {
      required: false,
      description: "the last day of the enrolment, as YYYY-MM-DD",
      aliases: ["expires", "expiry", "vencimento", "expira em", "berakhir"],
    },
  };
}

/** What a package's learner says of a row: which state the enrolment has, where the vendor shows it. */
function settlementOf({ status = "active" }: ToolzzPlanRow, user: PlanUser): Settlement {
  // In the package, and yet otherwise than was asked: by an earlier enrolment, or changed since.
  const isOther = typeof user.status === "string" && user.status.toLowerCase() !== status;
  return isOther ? "cannot-tell" : "done";
}

/** Settles the rows of one package with one walk through its learners. */
async function settlePlan(
  client: Client,
  planUuid: string,
  rows: readonly ToolzzPlanRow[],
  { signal }: TargetContext,
): Promise<ReadonlyMap<ToolzzPlanRow, Settlement>> {
  const wanted = Map.groupBy(rows, ({ email }) => addressKey(email));
  const settled = new Map<ToolzzPlanRow, Settlement>();
  let showsAll = true;
  try {
    for await (const user of plans.listUsers(client, { planUuid }, { signal })) {
      const email: unknown = user.email;
      if (typeof email === "string") {
        for (const row of wanted.get(addressKey(email)) ?? []) settled.set(row, settlementOf(row, user));
      } else showsAll = false;
      if (settled.size === rows.length) break;
    }
  } catch (error) {
    rethrowUnlessFinal(error);
    // What was found so far holds; of the others nothing is known.
    showsAll = false;
  }
  for (const row of rows) if (!settled.has(row)) settled.set(row, showsAll ? "not-done" : "cannot-tell");
  return settled;
}

/**
 * Enrols in course packages of Toolzz: a row is one learner and one package.
 *
 * The vendor does not say what a second enrolment of the same learner does: a row is sent once. When its reply was lost,
 * the package's learners settle it: who is among them in the state that was asked for is done, who is not among them is
 * not, and who is there in another state cannot be told. The last day is not shown, so that a learner who was in the
 * package before may still have the earlier one.
 *
 * @param client A Toolzz client, with its own limiter, routes and tokens.
 * @throws ConfigurationError when the client is another vendor's.
 * @example
 * ```ts
 * const target = toolzzPlan(createToolzz(), { planUuid, schools: [1] });
 * ```
 */
export function toolzzPlan(client: Client, options: ToolzzPlanOptions = {}): Target<ToolzzPlanRow> {
  requireVendor("toolzzPlan", client, "toolzz");
  return {
    name: "toolzz-plan",
    fields: fieldsFor(options),
    parse(record): ParsedRow<ToolzzPlanRow> {
      const reader = new RecordReader(record);
      const required = <Value>(
        field: string,
        value: Value | undefined,
        expected: string,
      ): Value | undefined => {
        if (value === undefined && reader.value(field) === undefined) reader.refuse(field, expected);
        return value;
      };
      const email = required("email", reader.email("email"), "the learner's e-mail address");
      const nome = required("nome", reader.text("nome"), "the learner's name");
      const ownPlan = reader.textId("planUuid");
      const planUuid = required("planUuid", ownPlan ?? options.planUuid, unheard);
      const ownSchools = reader.numberIds("schools");
      const schools = required("schools", ownSchools ?? options.schools, "ids of schools, as in 1;2");
      const status = reader.choice("status", statuses);
      const expiresAt = reader.day("expires_at");
      if (
        reader.issues.length > 0 ||
        email === undefined ||
        nome === undefined ||
        planUuid === undefined ||
        schools === undefined
      ) {
        return { issues: reader.issues };
      }
      return { row: { planUuid, email, nome, schools, status, expires_at: expiresAt } };
    },
    keyOf: ({ email, planUuid }) => ({ learner: addressKey(email), item: `plan:${planUuid}` }),
    async send(rows, { signal }) {
      const [row] = rows;
      if (row === undefined || rows.length > 1)
        throw new TypeError(`toolzz-plan sends one row a call, got ${rows.length}; nothing was sent.`);
      await plans.enroll(client, row, { signal });
      return [{ state: "done" }];
    },
    async settle(rows, context) {
      const settled = new Map<ToolzzPlanRow, Settlement>();
      for (const [planUuid, group] of Map.groupBy(rows, (row) => row.planUuid)) {
        for (const [row, settlement] of await settlePlan(client, planUuid, group, context))
          settled.set(row, settlement);
      }
      return rows.map((row) => settled.get(row) ?? "cannot-tell");
    },
  };
}
