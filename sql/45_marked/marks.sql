-- grain: one line of amounts of a form with a figure under an open error
-- 说明: 有错误未改正的金额行：哪几个数有误，一行金额一行
-- kept: no
select
    cells.form_id as form_id, -- 表的编号
    cells.line as line, -- 行
    bool_or(cells.figure = 'initial_budget') as is_initial_budget_marked, -- 年初预算数有误
    bool_or(cells.figure = 'adjusted_budget') as is_adjusted_budget_marked, -- 全年预算数有误
    bool_or(cells.figure = 'executed') as is_executed_marked, -- 全年执行数有误
    string_agg(
        case cells.figure
            when 'initial_budget' then '年初预算数'
            when 'adjusted_budget' then '全年预算数'
            else '全年执行数'
        end || coalesce(shown(cells.amount) || '万元', '“' || cells.text || '”', '没有填报'),
        '，'
        order by array_position(['initial_budget', 'adjusted_budget', 'executed'], cells.figure)
    ) as words, -- 有误的数，照填报
    min(cells.finding_id) as finding_id, -- 问题编号，几个问题的取一个
from marked.cells
group by cells.form_id, cells.line
