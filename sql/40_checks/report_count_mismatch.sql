-- grain: one list of a report that is not as long as the words before it say
-- 说明: 报告所列的个数不符
-- severity: error
-- message: 自评报告中说的个数与所列的不符
-- link: ；实际
-- fix: 请核对个数，或补上漏列的各项。
select
    statements.year as year, -- 年度
    statements.township as township, -- 乡镇
    statements.form_id as form_id, -- 表的编号
    statements.file as file, -- 文件
    statements.sheet as sheet, -- 工作表
    min_by(statements.cell, statements.statement_no) as cell, -- 单元格
    min_by(statements.words, statements.statement_no) as value, -- 原文
    '列出 ' || statements.listed || ' 个（' || statements.listed_at || '）'
        || case when count(*) > 1
            then '，另见' || array_to_string(
                list_distinct(list(statements.cell order by statements.statement_no)[2:]), '、')
            else ''
        end as expected, -- 所列的个数
from staging.statements
where statements.listed <> statements.number and statements.sign = ''
group by statements.year, statements.township, statements.form_id, statements.file, statements.sheet,
    statements.listed, statements.listed_at
