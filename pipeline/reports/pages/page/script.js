(function () {
  'use strict';
  document.documentElement.classList.add('js');
  var number = function (text) { var n = parseFloat(text.replace(/,/g, '')); return isNaN(n) ? null : n; };
  var order = new Intl.Collator('zh-CN', { numeric: true });
  document.querySelectorAll('table[data-sortable]').forEach(function (table) {
    var body = table.tBodies[0];
    table.querySelectorAll('thead th').forEach(function (head, at) {
      var button = document.createElement('button');
      button.type = 'button';
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener('click', function () {
        var down = head.getAttribute('aria-sort') === 'ascending';
        table.querySelectorAll('th[aria-sort]').forEach(function (th) { th.removeAttribute('aria-sort'); });
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        var rows = Array.prototype.map.call(body.rows, function (row, i) {
          var text = row.cells[at].textContent.trim();
          return { row: row, i: i, text: text, n: number(text), total: /合计$/.test(row.cells[0].textContent.trim()) };
        });
        rows.sort(function (a, b) {
          if (a.total !== b.total) return a.total ? 1 : -1;
          if ((a.n === null) !== (b.n === null)) return a.n === null ? 1 : -1;
          var by = a.n !== null ? a.n - b.n : order.compare(a.text, b.text);
          return (down ? -by : by) || a.i - b.i;
        });
        rows.forEach(function (r) { body.appendChild(r.row); });
      });
    });
  });
  var form = document.querySelector('form.filter');
  if (!form) return;
  var rows = Array.prototype.map.call(document.querySelectorAll('#findings tbody tr'), function (row) {
    return { row: row, level: row.cells[0].textContent.trim(), township: row.cells[1].textContent.trim(), text: row.textContent.toLowerCase() };
  });
  var show = function () {
    var words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    var township = form.elements.township ? form.elements.township.value : '';
    var level = form.elements.level.value;
    var count = 0;
    rows.forEach(function (r) {
      var fits = (!township || r.township === township) && (!level || r.level === level) && words.every(function (w) { return r.text.indexOf(w) >= 0; });
      r.row.hidden = !fits;
      if (fits) count++;
    });
    form.querySelector('output').textContent = '显示 ' + count + ' 条，共 ' + rows.length + ' 条';
  };
  form.addEventListener('input', show);
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  show();
})();
