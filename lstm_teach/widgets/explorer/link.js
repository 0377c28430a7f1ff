// The state as the fragment of a link, and back. page.py reads and writes the same.
// On a page of its own the browser's address line holds it.
import { LIMITS, Refusal, attempt, checkedState } from "./state.js";

const MARK = "#lstm=";

/** The fragment that holds a state: JSON in base64url. */
export function fragmentOf(state, labels) {
  const bytes = new TextEncoder().encode(JSON.stringify({ labels, ...state }));
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return MARK + btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The state in a fragment; null if the fragment is not ours; a Refusal if it does not fit. */
export function stateIn(fragment, labels, words) {
  if (!fragment.startsWith(MARK)) return null;
  if (fragment.length > LIMITS.characters) throw new Refusal(words.long(LIMITS.characters));
  let value;
  try {
    const text = atob(fragment.slice(MARK.length).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Refusal(words.coding);
  }
  return checkedState(value, labels, words);
}

/** The page's address: take() gives its state to use(), tell() writes it there, copy(state) hands it on. */
export function createAddress({ labels, words, say }, use) {
  const take = () =>
    attempt(
      () => {
        const state = stateIn(location.hash, labels, words.wrong);
        if (state) use(state);
      },
      say,
      words.badLink,
    );
  function remember(state) {
    try {
      window.history.replaceState(null, "", fragmentOf(state, labels));
    } catch {
      // A learning platform may forbid it: the link is a comfort, the page works without.
    }
  }
  async function copy(state) {
    remember(state);
    const link = location.href.split("#")[0] + fragmentOf(state, labels);
    try {
      await navigator.clipboard.writeText(link);
      say(words.linkCopied);
    } catch {
      say(`${words.linkShown} ${link}`);
    }
  }
  // What createKernel() is to a notebook: the address takes the state when the hand rests.
  let timer;
  function tell(shared) {
    shared.write();
    clearTimeout(timer);
    timer = setTimeout(() => remember(shared.history.now), 700);
  }
  return { take, tell, copy, stop: () => clearTimeout(timer) };
}
