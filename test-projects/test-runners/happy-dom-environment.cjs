const { default: HappyDomEnvironment } = require("@happy-dom/jest-environment");

module.exports = class extends HappyDomEnvironment {
  async setup() {
    await super.setup();
    this.global.BroadcastChannel = BroadcastChannel;
  }
};
