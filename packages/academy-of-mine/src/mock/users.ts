import type { MockServerBuilder } from "@kelaskit/core/testing";
import type { AcademyStore } from "./store.ts";
import { mockUserAccounts } from "./user-accounts.ts";
import { mockUserBulk } from "./user-bulk.ts";
import { mockUserProgress } from "./user-progress.ts";

/** Handlers for users: their accounts, and what they are enrolled in. */
export function mockUsers(server: MockServerBuilder, store: AcademyStore): void {
  mockUserAccounts(server, store);
  mockUserBulk(server, store);
  mockUserProgress(server, store);
}
