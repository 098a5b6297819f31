-- grain: one unit of a ledger that the roster does not have
-- 说明: 台账单位不在名册
-- severity: note
-- message: 台账中有单位不在乡镇名册中，其项目没有用来核对
-- fix: 属于应报乡镇的，请在规则的乡镇名册中补充别名；其他单位不必处理。
select
    ledger_rows.year as year, -- 年度
    ledger_rows.file as file, -- 文件
    first(ledger_rows.sheet order by ledger_rows.form_no, ledger_rows.row_no) as sheet, -- 工作表
    first(ledger_rows.cell order by ledger_rows.form_no, ledger_rows.row_no) as cell, -- 单元格
    ledger_rows.unit_text || '（' || count(*) || ' 行）' as value, -- 台账写的单位
from staging.ledger_rows
where ledger_rows.township is null and ledger_rows.unit_text is not null
group by ledger_rows.year, ledger_rows.file, ledger_rows.unit_text
