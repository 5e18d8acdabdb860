// Sends the reader's changes to the server, until it says that they have arrived.
//
// A change has a number and holds everything that has not arrived yet. The server applies each number
// once and sends back the latest that it has applied. Until then, the page shows the change whatever
// the server says, because an answer to an earlier change can still be on its way. A message is lost
// if the connection is, and a restarted server has another session, so the change is sent again.
import { Resender } from "../state/resender.js";

// What is kept if Streamlit draws the component anew, as on another page of the dashboard.
const kept = (window.routemapFacets ||= { number: 0, waiting: null, visit: null });

export class Outbox {
  // `transmit` is the function of the latest drawing that sends a value.
  transmit = null;
  visit = null;
  resender = new Resender();

  // Take what the server knows, and return the values to show.
  hear(data, transmit) {
    this.transmit = transmit;
    this.visit = data.visit;
    if (kept.waiting && data.taken >= kept.waiting.number) {
      kept.waiting = null;
      this.resender.stop();
    } else if (kept.waiting && kept.visit !== data.visit) {
      this.send();
    }
    return { ...data.values, ...kept.waiting?.set };
  }

  put(part, key, values) {
    const { set = {}, find = {} } = kept.waiting ?? {};
    // later than any number that an earlier page of this session has used
    kept.number = Math.max(kept.number + 1, Date.now());
    const next = { number: kept.number, set: { ...set }, find: { ...find } };
    next[part][key] = values;
    kept.waiting = next;
    this.send();
  }

  send() {
    if (!kept.waiting) return;
    this.resender.send(() => {
      kept.visit = this.visit;
      this.transmit(kept.waiting);
    });
  }
}
