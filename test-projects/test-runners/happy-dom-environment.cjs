const { default: HappyDomEnvironment } = require("@happy-dom/jest-environment");

// Node's own, which this environment leaves out and msw needs.
module.exports = class extends HappyDomEnvironment {
  async setup() {
    await super.setup();
    this.global.BroadcastChannel = BroadcastChannel;
  }
};
