// Runs after each test of every file: files share a process, so what one of them replaced must not reach the next.
import { afterEach, vi } from "vitest";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});
