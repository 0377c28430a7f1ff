// The address line of the browser, which holds the state of an explorer on a page of its own.
import { stateFromFragment, stateToFragment } from "./link.js";
import { attempt } from "./state.js";

/** take(): use(state) with the state of the address; notify(shared): write the state there; copy(state): its link. */
export function createAddress({ labels, words, say }, use) {
  const take = () =>
    attempt(
      () => {
        const state = stateFromFragment(location.hash, labels, words.wrong);
        if (state) use(state);
      },
      say,
      words.badLink,
    );
  function remember(state) {
    try {
      window.history.replaceState(null, "", stateToFragment(state, labels));
    } catch {
      // A learning platform may forbid it; the page works without.
    }
  }
  async function copy(state) {
    remember(state);
    const link = location.href.split("#")[0] + stateToFragment(state, labels);
    try {
      await navigator.clipboard.writeText(link);
      say(words.linkCopied);
    } catch {
      say(`${words.linkShown} ${link}`);
    }
  }
  let timer;
  /** The hand has changed the state: it is written to the address once the hand rests. */
  function notify(shared) {
    shared.write();
    clearTimeout(timer);
    timer = setTimeout(() => remember(shared.history.now), 700);
  }
  return { take, notify, copy, stop: () => clearTimeout(timer) };
}
