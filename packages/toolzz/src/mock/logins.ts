import { bearerTokenOf, TokenDesk } from "@kelaskit/core/testing";
import { errorReply } from "./reply.ts";

/** Who may log in. */
export interface Account {
  readonly email: string;
  readonly institutionCode: string;
  readonly password: string;
}

/** Logs the administrator in and checks their tokens. */
export class Logins {
  readonly #account: Account;
  /** Tokens have three parts with dots between them, as a JWT has; they contain nothing. */
  readonly #tokens = new TokenDesk<"access", true>(
    (_kind, number) => `mock.${String(number).padStart(32, "0")}.token`,
  );

  constructor(account: Account) {
    this.#account = account;
  }

  logIn(email: string, institutionCode: string, password: string): { access_token: string } | Response {
    const { email: known, institutionCode: code, password: secret } = this.#account;
    if (email.toLowerCase() !== known.toLowerCase() || institutionCode !== code || password !== secret) {
      return errorReply(401, "The e-mail address, the institution code or the password is wrong.");
    }
    return { access_token: this.#tokens.issue("access", true).token };
  }

  /** Refuses a request without a valid token; the status is deduced. */
  check(request: Request): Response | undefined {
    const isValid = this.#tokens.holderOf("access", bearerTokenOf(request) ?? "") === true;
    return isValid ? undefined : errorReply(401, "Unauthenticated.");
  }

  /** Forgets every token and numbers the next ones from 1 on. */
  reset(): void {
    this.#tokens.reset();
  }

  expire(): void {
    this.#tokens.expire("access");
  }
}
