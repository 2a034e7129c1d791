import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import OperationRoute from "./OperationRoute.vue";
// oxlint-disable-next-line import/no-unassigned-import -- styles have no value
import "./style.css";

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component("OperationRoute", OperationRoute);
  },
};

export default theme;
