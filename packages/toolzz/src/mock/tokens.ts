import { errorReply } from "./reply.ts";

/** Who may log in. */
export interface Account {
  readonly email: string;
  readonly institutionCode: string;
  readonly password: string;
}

/** Gives tokens out and checks them. Tokens are numbered, so that a test run twice sees the same ones. */
export class TokenDesk {
  readonly #account: Account;
  readonly #tokens = new Set<string>();
  #issued = 0;

  constructor(account: Account) {
    this.#account = account;
  }

  logIn(email: string, institutionCode: string, password: string): { access_token: string } | Response {
    const { email: known, institutionCode: code, password: secret } = this.#account;
    if (email.toLowerCase() !== known.toLowerCase() || institutionCode !== code || password !== secret) {
      return errorReply(401, "The e-mail address, the institution code or the password is wrong.");
    }
    this.#issued += 1;
    // Three parts with dots between them, as a JWT has; nothing stands in them.
    const token = `mock.${String(this.#issued).padStart(32, "0")}.token`;
    this.#tokens.add(token);
    return { access_token: token };
  }

  /** The refusal of a request without a living token; the status is deduced. */
  check(request: Request): Response | undefined {
    const [, token] = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
    if (token !== undefined && this.#tokens.has(token)) return undefined;
    return errorReply(401, "Unauthenticated.");
  }

  /** Knows no token that was given out, and numbers them from the first on. */
  reset(): void {
    this.expire();
    this.#issued = 0;
  }

  expire(): void {
    this.#tokens.clear();
  }
}
