"use strict";
(() => {
  const book = JSON.parse(document.getElementById("figures").textContent);
  const drawer = document.getElementById("trace");
  const sheet = drawer.firstElementChild;
  const trail = [];
  const make = (tag, text = "", className = "") => {
    const node = document.createElement(tag);
    node.textContent = text;
    node.className = className;
    return node;
  };
  const row = (list, name, value) => {
    if (value) list.append(make("dt", name), make("dd", value));
  };
  const button = (text, act, className) => {
    const node = make("button", text, className);
    node.type = "button";
    node.addEventListener("click", act);
    return node;
  };
  const open = (id) => {
    const f = book.figures[id];
    const rows = make("dl");
    const name = make("h3", f.name);
    name.id = "trace-name";
    const back = () => { trail.pop(); open(trail.pop()); };
    const bar = make("p", "", "bar");
    if (trail.length) bar.append(button("返回", back));
    bar.append(button("关闭", () => drawer.close()));
    trail.push(id);
    row(rows, "时期", f.period); row(rows, "地区", f.region); row(rows, "口径", f.convention);
    row(rows, "等级", f.grade); row(rows, "未舍入值", f.exact); row(rows, "缺失原因", f.reason);
    row(rows, "公式", f.formula); row(rows, "公式出处", f.formula_source);
    row(rows, "依据", f.rule); row(rows, "版本与效期", f.edition);
    row(rows, "来源", f.source); row(rows, "来源单元格", f.cell); row(rows, "文件哈希", f.sha256);
    sheet.replaceChildren(bar, name, make("p", f.shown, "value"), rows);
    if (f.inputs.length) sheet.append(make("h4", "输入"));
    for (const input of f.inputs) {
      const line = book.figures[input];
      sheet.append(button(`${line.name}：${line.shown}（${line.grade}）`, () => open(input), "input"));
    }
    if (!drawer.open) drawer.showModal();
  };
  drawer.addEventListener("close", () => { trail.length = 0; });
  drawer.addEventListener("click", (event) => { if (event.target === drawer) drawer.close(); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.n");
    if (link) { event.preventDefault(); trail.length = 0; open(link.dataset.f); }
  });
})();
