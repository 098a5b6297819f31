"""What a good analyst would write today for the same county: calamine, polars, DuckDB, XlsxWriter, python-docx.

It reads the forms by their labels, checks six rules, scores, ranks, writes one workbook and a report for each
township. It is here to be timed beside the program (README.md), not to be right about anything but this county.

    python3 rival.py INPUTS OUTPUTS ROSTER.csv
"""
import pathlib
import re
import sys

import docx
import duckdb
import polars
import xlsxwriter
from python_calamine import CalamineWorkbook

AMOUNTS = {
    "initial": ("年初预算",), "adjusted": ("全年预算", "当年预算", "调整后预算"),
    "executed": ("全年执行", "实际执行", "全年支出"),
}


def words(value):
    return re.sub(r"[\s:：（(].*|\s", "", str(value).replace("\n", "")) if value != "" else ""


def number(value):
    found = re.search(r"-?[\d.]+", str(value).replace(",", "").replace("，", "").translate(
        {0xFEE0 + n: n for n in range(0x21, 0x7F)}))
    return float(found.group()) if found else None


def percent(value):
    n = number(value)
    return None if n is None else n if "%" in str(value) or n > 2 else n * 100


def columns(row):
    return {words(text): i for i, text in enumerate(row) if text != ""}


def amount_columns(heads):
    return {name: next((i for text, i in heads.items() if text.startswith(starts)), None)
            for name, starts in AMOUNTS.items()}


def column(heads, *starts):
    return next((i for text, i in heads.items() if text.startswith(starts)), None)


class County:
    def __init__(self, roster):
        self.units = [line.split(",")[:2] for line in roster.read_text("utf-8-sig").splitlines()[1:] if line]
        self.budgets, self.projects, self.indicators, self.totals = [], [], [], []

    def township(self, rows, path):
        text = " ".join(str(cell) for row in rows[:6] for cell in row) + str(path)
        return next((name for _, name in self.units if name in text), None)

    def sheet(self, rows, path):
        starts = [i for i, row in enumerate(rows)
                  if re.search(r"自评表|执行情况表|汇总表|明细表|完成情况表|文字材料", "".join(map(str, row)))] + [len(rows)]
        for begin, end in zip(starts, starts[1:]):
            form = rows[begin:end]
            title = "".join(map(str, form[0])).replace(" ", "")
            scale = 0.0001 if any("单位：元" in str(c) or "（元）" in str(c) for r in form[:8] for c in r) else 1
            town = self.township(form, path)
            if "样例" in str(form) or "2022" in "".join(map(str, form[1])):
                continue
            if "汇总表" in title:
                self.listed(form, town, scale)
            elif "明细表" in title:
                self.details(form, town)
            elif "执行情况" in title:
                self.budget(form, town, scale)
            elif "整体" in title:
                self.indicators_of(form, town, None)
            elif "项目" in title:
                self.project(form, town, scale)

    def budget(self, form, town, scale):
        at = {}
        for row in form:
            heads = columns(row)
            if column(heads, "年初预算") is not None:
                at = amount_columns(heads)
            for item in ("基本支出", "项目支出", "合计"):
                if at and item in heads:
                    self.budgets.append((town, item, *(self.amount(row, at[n], scale) for n in AMOUNTS)))

    @staticmethod
    def amount(row, i, scale):
        n = number(row[i]) if i is not None else None
        return None if n is None else n * scale

    def project(self, form, town, scale):
        name, at, found = "", {}, None
        for row in form:
            heads = columns(row)
            if heads.keys() & {"项目名称", "项目"} and not name:
                label = next(i for text, i in heads.items() if text in ("项目名称", "项目"))
                name = next((str(c) for c in row[label + 1:] if c != ""), "")
            elif column(heads, "年初预算") is not None:
                at, rate = amount_columns(heads), column(heads, "执行率", "预算执行率")
            elif at and found is None and any(h.startswith(("年度资金总额", "资金总额")) for h in heads):
                found = [self.amount(row, at[n], scale) for n in AMOUNTS] + [percent(row[rate]), number(row[rate + 1])]
        total = self.indicators_of(form, town, name)
        if found:
            self.projects.append((town, name, *found, total))

    def indicators_of(self, form, town, project):
        at, total = None, None
        for row in form:
            heads = columns(row)
            if heads.keys() & {"三级指标", "指标内容"}:
                at = [column(heads, *starts) for starts in (
                    ("三级指标", "指标内容"), ("年度指标值", "指标值", "目标值"), ("实际完成值", "完成值"), ("分值", "标准分值", "权重"), ("得分", "自评得分"),
                    ("偏差", "未完成"))]
            elif heads.keys() & {"总分", "合计"} and at:
                total = number(row[at[4]])
                if project is None:
                    self.totals.append((town, total))
                at = None
            elif at and row[at[0]] != "" and number(row[at[3]]) is not None:
                self.indicator(town, project, [row[i] for i in at])
        return total

    def indicator(self, town, project, cells):
        name, target, actual, weight, score, reason = cells
        self.indicators.append((
            town, project, str(name), str(target), str(actual), number(weight), number(score), str(reason),
            number(target) if re.search(r"\d", str(target)) else None,
            number(actual) if re.search(r"\d", str(actual)) else None,
            "most" if "≤" in str(target) else "least"))

    def listed(self, form, town, scale):
        at = None
        for row in form:
            heads = columns(row)
            if "项目名称" in heads:
                at, name, rate = amount_columns(heads), heads["项目名称"], column(heads, "执行率")
                total = column(heads, "自评得分")
            elif at and row[name] != "" and number(row[0]) is not None:
                self.projects.append((town, str(row[name]), *(self.amount(row, at[n], scale) for n in AMOUNTS),
                                      percent(row[rate]), number(row[rate + 1]), number(row[total])))

    def details(self, form, town):
        at = None
        for row in form:
            heads = columns(row)
            if "三级指标" in heads:
                at = [column(heads, *s) for s in (
                    ("三级指标",), ("年度指标值",), ("实际完成值",), ("分值",), ("得分",), ("偏差",))]
            elif at and row[at[0]] != "":
                self.indicator(town, str(row[0]), [row[i] for i in at])


CHECKS = {
    "合计不等于各项之和": """
        select township, '合计' from budgets group by township
        having abs(sum(adjusted) filter (where item <> '合计') - sum(adjusted) filter (where item = '合计')) > 0.01""",
    "执行数大于预算数": "select township, project from projects where executed > adjusted + 0.005",
    "执行率不符": """
        select township, project from projects
        where adjusted > 0 and abs(executed / adjusted * 100 - rate) > 0.05""",
    "得分超过分值": "select township, coalesce(project, '整体') from indicators where score > weight",
    "分值合计不是100": """
        select township, project from indicators where project is not null
        group by all having abs(sum(weight) - 90) > 0.001""",
    "扣分没有原因": """
        select township, coalesce(project, '整体') from indicators
        where score < weight and reason = '' and name <> '预算执行率'""",
}

SCORES = """
    create table scores as
    with judged as (
        select *, case
            when wanted is null or got is null then score
            when direction = 'most' then weight * greatest(0, least(1, 2 - got / nullif(wanted, 0)))
            else weight * least(1, got / nullif(wanted, 0)) end as ours
        from indicators
    )
    select township, project, sum(weight) as weight, sum(score) as reported, sum(ours) as computed
    from judged group by township, project"""

RANKING = """
    select rank() over (order by s.computed desc) as 名次, s.township as 乡镇, t.total as 自评得分,
        round(s.computed, 2) as 复算得分, b.adjusted as 全年预算数, b.executed as 全年执行数,
        round(b.executed / b.adjusted * 100, 2) as 执行率, p.projects as 项目数, round(p.mean, 2) as 项目平均分
    from scores s join totals t using (township)
    left join (select * from budgets where item = '合计') b using (township)
    left join (select township, count(*) as projects, avg(total) as mean from projects group by 1) p using (township)
    where s.project is null order by 1"""


def judge(county):
    db = duckdb.connect()
    tables = {
        "budgets": (county.budgets, ["township", "item", *AMOUNTS]),
        "projects": (county.projects, ["township", "project", *AMOUNTS, "rate", "execution_score", "total"]),
        "indicators": (county.indicators, ["township", "project", "name", "target", "actual", "weight", "score",
                                           "reason", "wanted", "got", "direction"]),
        "totals": (county.totals, ["township", "total"]),
    }
    for name, (rows, names) in tables.items():
        frame = polars.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)
        db.execute(f"create table {name} as select * from frame")
    db.execute(SCORES)
    findings = [(*row, code) for code, query in CHECKS.items() for row in db.execute(query).fetchall()]
    return db, findings


def write(db, findings, outputs):
    book = xlsxwriter.Workbook(str(outputs / "汇总.xlsx"))
    bold = book.add_format({"bold": True, "border": 1})
    cell = book.add_format({"border": 1})
    sheets = {"排名": RANKING, "预算": "from budgets", "项目": "from projects", "指标": "from indicators"}
    for name, query in sheets.items():
        result = db.execute(query)
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, [d[0] for d in result.description], bold)
        for i, row in enumerate(result.fetchall(), 1):
            sheet.write_row(i, 0, ["" if v is None else v for v in row], cell)
    sheet = book.add_worksheet("问题")
    for i, row in enumerate([("乡镇", "项目", "问题"), *findings]):
        sheet.write_row(i, 0, ["" if v is None else v for v in row], cell)
    book.close()
    names = [d[0] for d in db.execute(RANKING).description]
    for row in db.execute(RANKING).fetchall():
        report(dict(zip(names, row)), db, findings, outputs)


def report(line, db, findings, outputs):
    town, paper = line["乡镇"], docx.Document()
    paper.add_heading(f"{town}预算绩效自评报告", 0)
    paper.add_paragraph(f"全年预算{line['全年预算数']}万元，执行{line['全年执行数']}万元，执行率{line['执行率']}%。"
                        f"自评得分{line['自评得分']}分，复算{line['复算得分']}分，名次{line['名次']}。")
    table = paper.add_table(rows=1, cols=5)
    for at, head in zip(table.rows[0].cells, ["项目", "全年预算数", "全年执行数", "执行率", "得分"]):
        at.text = head
    rows = db.execute("select project, adjusted, executed, rate, total from projects where township = ?", [town])
    for row in rows.fetchall():
        for at, value in zip(table.add_row().cells, row):
            at.text = "" if value is None else str(value)
    paper.add_heading("问题", 1)
    for found in findings:
        if found[0] == town:
            paper.add_paragraph(f"{found[1]}：{found[2]}", style="List Bullet")
    paper.save(str(outputs / f"{town}.docx"))


def main(inputs, outputs, roster):
    outputs.mkdir(parents=True, exist_ok=True)
    county = County(roster)
    for path in sorted(inputs.rglob("*.xls*")):
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            county.sheet(book.get_sheet_by_name(name).to_python(skip_empty_area=False), path)
    db, findings = judge(county)
    write(db, findings, outputs)
    print(len(county.projects), "projects,", len(county.indicators), "indicators,", len(findings), "findings")


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:4]))
