import { AuthenticationError } from "@kelaskit/core";
import { needsOtp, type Scalev } from "@kelaskit/scalev";
import { element, field } from "./elements.ts";

function problemText(error: unknown): string {
  if (AuthenticationError.isInstance(error)) return "These details are not correct. Please try again.";
  return error instanceof Error ? error.message : String(error);
}

/** A form that shows errors below its button, and cannot be sent twice at the same time. */
function createForm(
  title: string,
  fields: readonly HTMLLabelElement[],
  send: () => Promise<void>,
): HTMLFormElement {
  const problem = element("p", { className: "problem", role: "alert" });
  const button = element("button", { type: "submit" }, "Continue");
  const form = element("form", { className: "card" }, element("h1", {}, title), ...fields, button, problem);
  const submit = async (): Promise<void> => {
    button.disabled = true;
    problem.textContent = "";
    try {
      await send();
    } catch (error) {
      problem.textContent = problemText(error);
    } finally {
      button.disabled = false;
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  return form;
}

function codeForm(scalev: Scalev, email: string, onLogin: () => Promise<void>): HTMLFormElement {
  const code = element("input", {
    name: "code",
    autocomplete: "one-time-code",
    inputMode: "numeric",
    required: true,
  });
  return createForm("Enter the code from your e-mail", [field("Code", code)], async () => {
    await scalev.useTokens(await scalev.auth.verifyOtp({ email, otp: code.value }));
    await onLogin();
  });
}

/** Asks for the e-mail address and password, and for a code if the store requires one. */
export function loginForm(
  scalev: Scalev,
  title: string,
  show: (view: HTMLElement) => void,
  onLogin: () => Promise<void>,
): HTMLFormElement {
  const email = element("input", { type: "email", name: "email", autocomplete: "username", required: true });
  const password = element("input", {
    type: "password",
    name: "password",
    autocomplete: "current-password",
    required: true,
  });
  const fields = [field("E-mail address", email), field("Password", password)];
  return createForm(title, fields, async () => {
    const reply = await scalev.auth.login({ email: email.value, password: password.value });
    if (needsOtp(reply)) {
      show(codeForm(scalev, email.value, onLogin));
      return;
    }
    await scalev.useTokens(reply);
    await onLogin();
  });
}
