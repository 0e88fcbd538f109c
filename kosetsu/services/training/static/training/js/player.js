// The player of a course: goes on where one left, and reports which seconds were played. What a report could not
// bring is kept and sent with the next one; the server counts every second once.
(function () {
  "use strict";
  const room = document.querySelector("[data-player]");
  if (!room) return;
  const film = room.querySelector("video");
  const EVERY = 15000;
  const MOST = 110; // seconds in one report: the server takes no more than a player can play in between
  let from = null;
  let spans = [];

  film.addEventListener(
    "loadedmetadata",
    () => {
      film.currentTime = Math.min(Number(room.dataset.second), film.duration || 0);
    },
    { once: true },
  );

  function cut() {
    if (from !== null && film.currentTime > from) spans.push([Math.floor(from), Math.ceil(film.currentTime)]);
    from = film.paused || film.seeking ? null : film.currentTime;
  }

  function piece() {
    let left = MOST;
    const now = [];
    while (spans.length && left > 0) {
      const [first, last] = spans.shift();
      const end = Math.min(last, first + left);
      now.push([first, end]);
      left -= end - first;
      if (end < last) spans.unshift([end, last]);
    }
    return now;
  }

  async function report() {
    cut();
    if (!spans.length) return;
    const now = piece();
    try {
      const answer = await fetch(room.dataset.watch, {
        method: "POST",
        keepalive: true,
        headers: {
          "Content-Type": "application/json",
          "X-CSRFToken": room.querySelector("[name=csrfmiddlewaretoken]").value,
        },
        body: JSON.stringify({ spans: now, second: Math.floor(film.currentTime) }),
      });
      const said = await answer.json();
      room.querySelector("[data-problem]").textContent = said.problem || "";
      if (answer.ok) room.querySelector("[data-percent]").textContent = said.percent;
    } catch (failure) {
      spans = now.concat(spans);
    }
  }

  // Where it stood when somebody pressed play: a slow machine says "playing" late.
  film.addEventListener("play", () => {
    from = film.seeking ? null : film.currentTime;
  });
  film.addEventListener("seeked", () => {
    from = film.paused ? null : film.currentTime;
  });
  film.addEventListener("seeking", () => {
    from = null;
  });
  film.addEventListener("timeupdate", () => {
    // The last second played before a jump: a jump itself was not seen.
    if (from !== null && !film.seeking && film.currentTime - from > 5) cut();
  });
  film.addEventListener("pause", report);
  film.addEventListener("ended", report);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") report();
  });
  setInterval(report, EVERY);
})();
