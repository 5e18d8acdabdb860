// What the reader does, in order, until the server says that it has arrived.
//
// A trigger of Streamlit holds one value, so the next message is sent when the one before has arrived.
// Each has a number, and the server takes a number once.
import { Resender } from "../state/resender.js";

export class Queue {
  waiting = [];
  number = 0;
  transmit = () => {}; // sends a value, by the latest drawing
  resender = new Resender();

  put(event, value) {
    // later than any number that an earlier page of this session has used
    this.number = Math.max(this.number + 1, Date.now());
    this.waiting.push({ event, value: { ...value, n: this.number } });
    if (this.waiting.length === 1) this.send();
  }

  // Drop what has arrived.
  hear(taken) {
    const before = this.waiting[0];
    this.waiting = this.waiting.filter(({ event, value }) => value.n > taken[event]);
    if (this.waiting[0] === before) return;
    this.resender.stop();
    this.send();
  }

  clear() {
    this.waiting = [];
    this.resender.stop();
  }

  send() {
    const [first] = this.waiting;
    if (first) this.resender.send(() => this.transmit(first.event, first.value));
  }
}
