// One view's way to the kernel: what the hand does goes out, what Python does comes in.
import { KEYS } from "./shared.js";

/** { tell, save, stop }. On a page of its own there is no kernel: there remember(state) is told when the hand rests. */
export function createKernel(model, shared, { words, say, page }, remember) {
  const timers = {};
  let isWaiting = false;

  /** The hand has changed the state. */
  function tell() {
    shared.write(model);
    timers.send ??= setTimeout(send, 20); // the picture first: by then this frame is painted
    clearTimeout(timers.settled);
    timers.settled = setTimeout(settled, 700);
  }
  function send() {
    clearTimeout(timers.send);
    timers.send = undefined;
    model.save_changes();
  }

  /** The hand is at rest; the kernel is told so when it has heard of all that the hand did. */
  function settled() {
    isWaiting = !page && !shared.isHeard(model);
    if (page) remember(shared.history.now);
    else if (!isWaiting) model.send({ kind: "settled" });
  }

  /** Save figure and table of what is on the screen under a name. */
  function save(name) {
    say(words.saving);
    clearTimeout(timers.patience);
    timers.patience = setTimeout(() => say(words.silent, true), 20000);
    const { step: _, ...state } = shared.history.now;
    model.send({ kind: "export", name, ...state });
  }
  function answered({ kind, names, folder, reason }) {
    if (kind !== "exported" && kind !== "refused") return;
    clearTimeout(timers.patience);
    kind === "exported" ? say(words.saved(names, folder)) : say(reason, true);
  }

  const receive = () => shared.receive(model);
  const handlers = {
    ...Object.fromEntries(KEYS.map((key) => [`change:${key}`, receive])),
    "change:_heard": () => isWaiting && settled(),
    "msg:custom": answered,
  };
  for (const [event, handler] of Object.entries(handlers)) model.on(event, handler);
  receive(); // what Python did while no view was there

  function stop() {
    if (timers.send) send();
    for (const timer of Object.values(timers)) clearTimeout(timer);
    for (const [event, handler] of Object.entries(handlers)) model.off(event, handler);
  }
  return { tell, save, stop };
}
