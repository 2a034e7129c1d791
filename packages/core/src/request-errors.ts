import { type Issue, KelasError } from "./kelas-error.ts";

/** The errors of calls that were not sent, loaded when the first one occurs. */

/** The parameters of a call are wrong. Nothing was sent. */
export class InvalidParamsError extends KelasError {
  static override readonly brand: string = "InvalidParamsError";
  /** The vendor's short name. */
  readonly vendor: string;
  /** The operation's name. */
  readonly operation: string;
  /** Every wrong field. */
  readonly issues: readonly Issue[];
  declare readonly outcome: "not-sent";

  constructor(vendor: string, operation: string, issues: readonly Issue[], options?: ErrorOptions) {
    const count = issues.length === 1 ? "a parameter is invalid" : `${issues.length} parameters are invalid`;
    const clauses = issues.map((issue) => issue.message).join("; ");
    super(`${vendor} ${operation}: ${count} and nothing was sent. ${clauses}.`, {
      ...options,
      outcome: "not-sent",
    });
    this.vendor = vendor;
    this.operation = operation;
    this.issues = issues;
  }
}

/** The operation's route is only proposed, and the client's `unverifiedRoutes` policy refuses it. Nothing was sent. */
export class UnverifiedRouteError extends KelasError {
  static override readonly brand: string = "UnverifiedRouteError";
  /** The vendor's short name. */
  readonly vendor: string;
  /** The operation's name. */
  readonly operation: string;
  /** The proposed route, such as `POST /v1/orders/validate`. */
  readonly route: string;
  declare readonly outcome: "not-sent";

  constructor(vendor: string, operation: string, route: string) {
    super(
      `${vendor} ${operation}: the route ${route} is only proposed: the vendor does not document it, so nothing was sent. ` +
        `Set the real one with routes: { "${operation}": "METHOD /path" }, or allow proposed routes with unverifiedRoutes: "allow".`,
      { outcome: "not-sent" },
    );
    this.vendor = vendor;
    this.operation = operation;
    this.route = route;
  }
}
