// The reception: each arrival is kept on the device under a key of its own and sent until the server has answered for
// it. Without a network it waits; sent twice it counts once, as the server knows the key and the person of the day.
(function () {
  "use strict";
  const room = document.querySelector("[data-reception]");
  if (!room) return;
  const box = "kosetsu.reception " + room.dataset.reception;
  const find = room.querySelector("[data-find]");
  const rows = Array.from(room.querySelectorAll("[data-ticket]"));
  const byTicket = new Map(rows.map((row) => [row.dataset.ticket, row]));
  let sending = false;

  const waiting = () => JSON.parse(localStorage.getItem(box) || "[]");
  const keep = (arrivals) => localStorage.setItem(box, JSON.stringify(arrivals));

  function mark(row, problem) {
    const button = row.querySelector("button");
    row.querySelector("[data-problem]").textContent = problem || "";
    if (problem) {
      button.disabled = false;
      return;
    }
    button.disabled = true;
    button.className = "button button-secondary";
    button.textContent = room.dataset.here;
    count();
  }

  function count() {
    room.querySelector("[data-count]").textContent = rows.filter((row) => row.querySelector("button").disabled).length;
  }

  function tell() {
    const left = waiting().length;
    room.querySelector("[data-outbox]").textContent = left ? room.dataset.waiting + " " + left : room.dataset.sent;
  }

  function arrive(ticket) {
    const row = byTicket.get(ticket);
    if (!row || row.querySelector("button").disabled) return;
    keep(waiting().concat({ ticket: ticket, key: crypto.randomUUID(), at: new Date().toISOString() }));
    mark(row, "");
    send();
  }

  async function send() {
    const now = waiting();
    tell();
    if (sending || !now.length) return;
    sending = true;
    try {
      const answer = await fetch(room.dataset.reception, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          "X-CSRFToken": room.querySelector("[name=csrfmiddlewaretoken]").value,
        },
        body: JSON.stringify(now),
      });
      if (answer.ok) {
        const told = await answer.json();
        keep(waiting().filter((one) => !(one.key in told)));
        now.forEach((one) => {
          if (told[one.key] && byTicket.has(one.ticket)) mark(byTicket.get(one.ticket), told[one.key]);
        });
      }
    } catch (error) {
      // no network: what waits stays where it is
    } finally {
      sending = false;
      tell();
    }
  }

  function narrow() {
    const words = find.value.trim().toLowerCase();
    if (byTicket.has(find.value.trim())) {
      arrive(find.value.trim());
      find.value = "";
      return narrow();
    }
    rows.forEach((row) => {
      row.hidden = Boolean(words) && !row.dataset.words.toLowerCase().includes(words);
    });
  }

  rows.forEach((row) => row.querySelector("button").addEventListener("click", () => arrive(row.dataset.ticket)));
  find.addEventListener("input", narrow);
  window.addEventListener("online", send);
  setInterval(send, 5000);
  waiting().forEach((one) => byTicket.has(one.ticket) && mark(byTicket.get(one.ticket), ""));
  count();
  send();
})();
