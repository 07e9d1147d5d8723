"use strict";
(() => {
  const form = document.querySelector("form");
  const query = form.querySelector("input[type=search]");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const output = form.querySelector("output");
  const files = [...document.querySelectorAll("section.file")].map((section) => ({
    section,
    articles: [...section.querySelectorAll("article")].map((article) => ({
      article,
      severity: article.dataset.severity,
      text: `${section.dataset.path} ${article.textContent}`.toLowerCase(),
    })),
  }));
  const total = files.reduce((sum, file) => sum + file.articles.length, 0);
  const number = (n) => n.toLocaleString("en");
  const update = () => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    const severities = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let shown = 0;
    for (const { section, articles } of files) {
      let here = 0;
      for (const { article, severity, text } of articles) {
        const fits = severities.has(severity) && words.every((word) => text.includes(word));
        article.hidden = !fits;
        here += fits ? 1 : 0;
      }
      section.hidden = here === 0;
      shown += here;
    }
    output.textContent = `${number(shown)} of ${number(total)} shown`;
  };
  let waiting;
  query.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(update, total > 1000 ? 150 : 0);
  });
  boxes.forEach((box) => box.addEventListener("change", update));
  form.addEventListener("submit", (event) => event.preventDefault());
  // A link to a finding that the filter hides shows it again.
  window.addEventListener("hashchange", () => {
    const article = document.getElementById(location.hash.slice(1));
    if (article && article.hidden) {
      query.value = "";
      boxes.forEach((box) => { box.checked = true; });
      update();
      article.scrollIntoView();
    }
  });
  form.hidden = false;
  update();
})();
