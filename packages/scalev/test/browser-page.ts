// Runs in the browser of browser.test.ts: the client as a page would use it.
import { createScalev, LoginRequiredError, needsOtp, verifyWebhook } from "../src/index.ts";

async function run(baseUrl: string, signature: string): Promise<Record<string, unknown>> {
  const scalev = createScalev({
    baseUrl,
    storeId: "store_demo",
    storefrontKey: "sfpk_demo",
    validation: "strict",
  });
  const refused = await scalev.me.get().catch((error: unknown) => LoginRequiredError.isInstance(error));
  const reply = await scalev.auth.login({ email: "learner@example.com", password: "demo-password" });
  if (needsOtp(reply)) throw new Error("Expected tokens.");
  // As good as ended, so that the first call renews them.
  await scalev.useTokens({ ...reply, expires_in: 1 });
  const courses: unknown[] = [];
  for await (const { course } of scalev.myCourses()) courses.push(course.fullname);
  const contentUuid = "00000000-0000-4000-8000-c00000000103";
  const { progress } = await scalev.courses.updateProgress({ contentUuid, progress: 100 });
  const event = await verifyWebhook('{"event":"course.finished"}', signature, ["another", "secret"]);
  await scalev.logOut();
  return { refused, courses, progress: progress?.progress, event: event.event };
}

Object.assign(globalThis, { run });
