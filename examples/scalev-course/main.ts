/// <reference types="vite/client" />
// A page that shows a customer's Scalev courses with their progress. To try it with a mock in place of Scalev:
//
//   node --conditions=kelaskit-source examples/scalev-course/serve.ts
//
// For a real store, set VITE_SCALEV_STORE_ID and VITE_SCALEV_STOREFRONT_KEY, which are both public, register the page's
// origin with Scalev, and run vite in this folder. A customer's tokens stay in this page's memory.
import { createScalev, LoginRequiredError } from "@kelaskit/scalev";
import { courseView } from "./course.ts";
import { element } from "./elements.ts";
import { loginForm } from "./login.ts";

const settings = import.meta.env as Readonly<Record<string, string | undefined>>;
const scalev = createScalev({
  baseUrl: settings["VITE_SCALEV_BASE_URL"],
  storeId: settings["VITE_SCALEV_STORE_ID"],
  storefrontKey: settings["VITE_SCALEV_STOREFRONT_KEY"],
});

function find(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`The page has no ${selector}.`);
  return found;
}

const main = find("main");
const status = find("#status");
const logOutButton = find("#log-out");

function announce(text: string): void {
  status.textContent = text;
}

/** Shows another view, and moves the focus into it. */
function show(...views: readonly HTMLElement[]): void {
  main.replaceChildren(...views);
  (main.querySelector("input") ?? main).focus();
}

function showLogin(title = "Log in to see your courses"): void {
  logOutButton.hidden = true;
  show(loginForm(scalev, title, show, showCourses));
}

async function showCourses(): Promise<void> {
  logOutButton.hidden = false;
  const note = element("p", { className: "soft note" }, "Loading your courses …");
  show(element("h1", {}, "What you are learning"), note);
  try {
    let found = 0;
    for await (const course of scalev.myCourses()) {
      found += 1;
      main.insertBefore(courseView(scalev, course, announce), note);
    }
    const all = `That is all: ${found} ${found === 1 ? "course" : "courses"}.`;
    const text = found === 0 ? "Your orders contain no courses yet." : all;
    note.textContent = text;
    announce(text);
  } catch (error) {
    if (LoginRequiredError.isInstance(error)) {
      showLogin("Your session has ended: please log in again");
      return;
    }
    note.className = "problem note";
    note.role = "alert";
    note.textContent = error instanceof Error ? error.message : String(error);
  }
}

async function logOut(): Promise<void> {
  try {
    await scalev.logOut();
    announce("You are logged out.");
  } catch (error) {
    // This page has deleted the tokens in any case.
    announce(`You are logged out here. ${error instanceof Error ? error.message : String(error)}`);
  }
  showLogin();
}

logOutButton.addEventListener("click", () => void logOut());
showLogin();
