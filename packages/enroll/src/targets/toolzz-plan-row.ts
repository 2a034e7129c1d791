/** One learner and one package. */
export interface ToolzzPlanRow {
  readonly planUuid: string;
  /** The learner's address, as written in the row. */
  readonly email: string;
  /** The learner's name. */
  readonly nome: string;
  /** Ids of the schools, at least one. */
  readonly schools: readonly number[];
  /** The state of the enrollment. @default the vendor's own default */
  readonly status?: "active" | "expired" | undefined;
  /** The last day, as `YYYY-MM-DD`. */
  readonly expires_at?: string | undefined;
}

/** The words for a state of an enrollment, in lower case. */
export const statuses: Readonly<Record<string, "active" | "expired">> = {
  active: "active",
  ativo: "active",
  ativa: "active",
  aktif: "active",
  expired: "expired",
  expirado: "expired",
  expirada: "expired",
  kedaluwarsa: "expired",
};
