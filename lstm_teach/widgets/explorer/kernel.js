// How one view talks to the kernel: it sends what the hand changes, and takes what Python changes.
import { element, write } from "./dom.js";
import { KEYS } from "./state.js";

// The states of a kernel in JupyterLab in which it is no longer the one that made an explorer.
const GONE = ["restarting", "autorestarting", "starting", "terminating", "dead"];

/** { notify, save, stop, notice }; notice: a line that says so when the kernel is gone. A page of its own has no kernel. */
export function createKernel(model, shared, { words, say }) {
  const timers = {};
  const notice = element("div", { class: "notice", role: "alert" });
  let [isWaiting, isGone] = [false, false];

  /** The hand has changed the state. */
  function notify() {
    shared.write();
    if (!isGone) timers.send ??= setTimeout(send, 20); // after this frame is painted
    clearTimeout(timers.settled);
    timers.settled = setTimeout(settled, 700);
  }
  function send() {
    clearTimeout(timers.send);
    timers.send = undefined;
    shared.send(model);
  }

  /** The hand is at rest: say so to the kernel, once it has confirmed all that the hand did. */
  function settled() {
    isWaiting = !shared.isConfirmed;
    if (!isWaiting && !isGone) model.send({ kind: "settled" });
  }

  /** Save figure and table of what is on the screen under a name. */
  function save(name) {
    if (isGone) return say(words.gone, true);
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

  function receive() {
    shared.receive(model);
    if (!timers.send) send();
    if (isWaiting) settled();
  }

  /** The kernel that made this explorer was restarted or shut down: no other knows of it. */
  function leave() {
    isGone = true;
    shared.stop();
    for (const timer of Object.values(timers)) clearTimeout(timer);
    write(notice, words.gone);
    say("");
  }
  const follow = (_, status) => GONE.includes(status) && leave();
  const session = model.widget_manager?.context?.sessionContext; // of JupyterLab
  session?.statusChanged.connect(follow);
  session?.kernelChanged.connect(leave);

  const handlers = {
    ...Object.fromEntries([...KEYS, "_confirmed"].map((key) => [`change:${key}`, receive])),
    comm_live_update: leave,
    "msg:custom": answered,
  };
  for (const [event, handler] of Object.entries(handlers)) model.on(event, handler);
  shared.receive(model); // what Python did while no view was there

  function stop() {
    if (timers.send) send();
    for (const timer of Object.values(timers)) clearTimeout(timer);
    for (const [event, handler] of Object.entries(handlers)) model.off(event, handler);
    session?.statusChanged.disconnect(follow);
    session?.kernelChanged.disconnect(leave);
  }
  return { notify, save, stop, notice };
}
