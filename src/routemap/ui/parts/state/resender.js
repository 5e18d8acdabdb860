// Sends something to the server again and again until it is stopped, because a message is lost if the
// connection is.
const AGAIN = 3000; // ms after which it is sent again if the server is idle
const SOON = 250; // ms between two looks whether the page is connected
const IDLE = "notRunning"; // values of Streamlit's own attributes
const CONNECTED = "CONNECTED";

const app = () => document.querySelector(".stApp")?.dataset ?? {};
const connected = () => (app().testConnectionState ?? CONNECTED) === CONNECTED;
const idle = () => (app().testScriptState ?? IDLE) === IDLE;

export class Resender {
  timer = null;

  // `transmit` sends the latest state of it; what was sent before is not sent again.
  send(transmit) {
    this.stop();
    if (!connected()) {
      this.timer = setTimeout(() => this.send(transmit), SOON);
      return;
    }
    transmit();
    this.await(transmit);
  }

  await(transmit) {
    this.timer = setTimeout(() => (connected() && !idle() ? this.await(transmit) : this.send(transmit)), AGAIN);
  }

  stop() {
    clearTimeout(this.timer);
  }
}
