// Draws the tree of frames from the JSON beside it: callers above their callees. Colours come from the style sheet.
(function () {
  "use strict";
  const ROW = 18;
  const tree = JSON.parse(document.getElementById("stacks").textContent);
  const flame = document.getElementById("flame");
  const detail = document.getElementById("detail");
  const search = document.getElementById("search");
  const found = document.getElementById("found");

  const width = frame => (frame.shareA + frame.shareB) / 2;
  const more = frame => frame.shareB - frame.shareA;
  const percent = share => (100 * share).toFixed(2) + "%";
  const points = share => (share < 0 ? "" : "+") + (100 * share).toFixed(2) + " points";
  const matches = frame => search.value !== "" && frame.name.toLowerCase().includes(search.value.toLowerCase());

  function greatest(frame) {
    return frame.children.reduce((most, child) => Math.max(most, greatest(child)), Math.abs(more(frame)));
  }

  const scale = greatest(tree);
  let shown = [];

  function describe(frame) {
    return frame.name + ": A " + percent(frame.shareA) + ", B " + percent(frame.shareB) + ", " + points(more(frame));
  }

  function add(frame, level, left, share) {
    const box = document.createElement("button");
    const change = more(frame);
    box.className = "frame" + (change > 0 ? " more" : change < 0 ? " less" : "") + (matches(frame) ? " found" : "");
    box.style.left = 100 * left + "%";
    box.style.width = 100 * share + "%";
    box.style.top = ROW * level + "px";
    // The root of the strength: differences of a few points are to be seen beside one of many.
    box.style.setProperty("--strength", scale > 0 ? (0.8 * Math.sqrt(Math.abs(change) / scale)).toFixed(3) : 0);
    box.textContent = share > 0.012 ? frame.name.replace(/^.*\//, "") : "";
    box.title = describe(frame);
    box.addEventListener("click", () => draw(shown.includes(frame) && frame === shown[shown.length - 1] ? shown.slice(0, -1) : path(frame)));
    box.addEventListener("mouseenter", () => { detail.textContent = describe(frame); });
    flame.append(box);
  }

  // From the outermost frame to this one.
  function path(frame, from = tree) {
    if (from === frame) return [from];
    for (const child of from.children) {
      const rest = path(frame, child);
      if (rest.length > 0) return [from, ...rest];
    }
    return [];
  }

  function addBelow(frame, level, left, unit) {
    let from = left;
    let deepest = level;
    for (const child of frame.children) {
      const share = width(child) * unit;
      if (share > 0.0004) {
        add(child, level, from, share);
        deepest = Math.max(deepest, addBelow(child, level + 1, from, unit));
      }
      from += share;
    }
    return deepest;
  }

  function draw(frames) {
    shown = frames.length > 0 ? frames : [tree];
    flame.textContent = "";
    shown.forEach((frame, level) => add(frame, level, 0, 1));
    const top = shown[shown.length - 1];
    const rows = addBelow(top, shown.length, 0, 1 / width(top));
    flame.style.height = ROW * rows + "px";
    flame.dataset.frames = flame.childElementCount;
  }

  // Frames below one that was found are part of it.
  function sum(frame, share) {
    return matches(frame) ? share(frame) : frame.children.reduce((all, child) => all + sum(child, share), 0);
  }

  search.addEventListener("input", () => {
    draw(shown);
    found.textContent = search.value === "" ? ""
        : "A " + percent(sum(tree, frame => frame.shareA)) + ", B " + percent(sum(tree, frame => frame.shareB));
  });

  draw([tree]);
})();
