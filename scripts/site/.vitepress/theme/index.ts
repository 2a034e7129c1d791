import { inBrowser, type Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import OperationRoute from "./OperationRoute.vue";
// oxlint-disable-next-line import/no-unassigned-import -- styles have no value
import "./style.css";

/** A screen reader is told the name of the search button; its keys would only be spelled out. */
function hideKeys(): void {
  for (const keys of document.querySelectorAll(".DocSearch-Button-Keys"))
    keys.setAttribute("aria-hidden", "true");
}

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ app, router }) {
    app.component("OperationRoute", OperationRoute);
    if (inBrowser) router.onAfterPageLoad = hideKeys;
  },
};

export default theme;
