// The state as the fragment of a link, and back: the twin of link.py. A test compares the two.
import { LIMITS, Refusal, checkedState } from "./state.js";

const MARK = "#lstm=";

/** The fragment that holds a state: JSON in base64url. */
export function stateToFragment(state, labels) {
  const bytes = new TextEncoder().encode(JSON.stringify({ labels, ...state }));
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return MARK + btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The state in a fragment; null if it is not a fragment of an explorer; a Refusal if it does not fit. */
export function stateFromFragment(fragment, labels, words) {
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
