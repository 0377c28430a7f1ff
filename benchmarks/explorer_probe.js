// Put into the page by explorer_speed.py: notes when a picture has changed and that change has been presented.
const LABEL = 'input[type=range][aria-label="weight i x2"]';
const WATCH = { childList: true, characterData: true, subtree: true };

window.probe = {
  watch(kind) {
    this.stop?.abort();
    this.stop = new AbortController();
    document.querySelector(".probed-slider")?.classList.remove("probed-slider");
    this.clear();
    (kind === "explorer" ? this.watchExplorer() : this.watchInteract()).classList.add("probed-slider");
  },

  watchExplorer() {
    const root = document.querySelector(".lstm-explorer");
    const slider = root.querySelector(LABEL);
    const [cells, weights] = ["td[data-row=h]", "svg.circuit text.weight"].map((nodes) => [
      ...root.querySelectorAll(nodes),
    ]);
    const read = () => ({
      h: cells.map((cell) => Number(cell.dataset.value)),
      weights: weights.map((text) => Number(text.textContent)),
    });
    let waiting = false;
    const changed = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        const picture = [slider.valueAsNumber, read(), this.moved]; // what this frame shows
        this.afterFrame((time) => this.add(time, ...picture));
      });
    };
    this.observe(changed, [root.querySelector("svg.circuit"), WATCH], [cells[5], { attributes: true }]);
    const moved = (event) => (this.moved = event.timeStamp);
    const heard = () => this.weights.push(slider.valueAsNumber); // after the explorer has put it on one of its steps
    slider.addEventListener("input", moved, { capture: true, signal: this.stop.signal });
    slider.addEventListener("input", heard, { signal: this.stop.signal });
    return slider;
  },

  watchInteract() {
    const root = document.querySelector(".widget-interact");
    const readout = root.querySelector(".widget-readout");
    const value = () => Number(readout.textContent.replace("−", "-"));
    let last = root.querySelector("img");
    const changed = async () => {
      const image = root.querySelector("img");
      if (!image || image === last) return;
      last = image;
      const weight = value();
      await image.decode();
      requestAnimationFrame(() => this.afterFrame((time) => this.add(time, weight, image.src)));
    };
    this.observe(changed, [root.querySelector(".jp-OutputArea"), WATCH]);
    const moved = () => {
      this.moved = performance.now(); // in the task of its slider's event
      this.weights.push(value());
    };
    this.observe(moved, [readout, WATCH]);
    return root.querySelector(".noUi-base");
  },

  observe(action, ...places) {
    const observer = new MutationObserver(action);
    for (const [node, what] of places) observer.observe(node, what);
    this.stop.signal.addEventListener("abort", () => observer.disconnect());
  },

  /** Call in an animation frame: a task right after its painting. */
  afterFrame(action) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => action(performance.now());
    port2.postMessage(null);
  },

  add(time, weight, picture, moved = this.moved) {
    this.pictures.push([time, weight, picture, time - moved]);
    this.resolve?.([time - moved, weight, picture]);
  },

  /** From now on, probe.shown is a promise of the next picture: its milliseconds, its weight, itself. */
  next() {
    this.shown = new Promise((resolve, reject) => {
      this.resolve = resolve;
      setTimeout(() => reject(new Error("no new picture in 20 s")), 20000);
    });
    this.shown.catch(() => {});
  },

  clear() {
    [this.weights, this.pictures, this.resolve] = [[], [], null];
  },
};
window.addEventListener("pointerup", (event) => (window.probe.released = event.timeStamp), { capture: true });
