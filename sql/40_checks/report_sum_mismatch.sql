-- grain: one figure of a report that is not what the parts named behind it add up to
-- 说明: 报告的分项合计有误
-- severity: warn
-- message: 自评报告中各部分相加与总数不符
-- fix: 请核对总数和各部分；只列了一部分的，请写明“等”。
select
    statements.year as year, -- 年度
    statements.township as township, -- 乡镇
    statements.form_id as form_id, -- 表的编号
    statements.file as file, -- 文件
    statements.sheet as sheet, -- 工作表
    statements.cell as cell, -- 单元格
    statements.words as value, -- 原文
    statements.parts_shown || '＝' || written(statements.parts_total, statements.unit) as expected, -- 应为
from staging.statements
where not statements.is_sum
    and not exists (
        from staging.statements as beside
        where beside.form_id = statements.form_id and beside.fact is not null and beside.verdict = 'differs'
            and (beside.statement_no = statements.statement_no or beside.whole_no = statements.statement_no)
    )
