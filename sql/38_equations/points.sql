-- grain: one term of an equation between weights or scores
-- 说明: 分值、得分的勾稽：总分与各项得分、分值合计与各项分值、得分与分值
-- kept: no
with indicators as (
    -- Indicators may stand in a list of their own: they belong to their project's form.
    select
        indicators.form_id,
        concat_ws('|', indicators.form_id, indicators.file, indicators.row_no) as row_of,
        pair.name as figure,
        pair.value,
        figures.* exclude (form_id, figure, value),
    from staging.indicators
    cross join unnest([
        {name: 'weight', value: indicators.weight, cell: indicators.weight_cell},
        {name: 'score', value: indicators.reported_score, cell: indicators.score_cell}
    ]) as pairs(pair)
    inner join equations.figures
        on indicators.file = figures.file and indicators.sheet = figures.sheet and pair.cell = figures.cell
            and pair.name = figures.figure
    where indicators.form_id is not null
),

forms_of as (
    select
        projects.form_id,
        'total_not_sum' as code,
        cast(parameter('执行分值', projects.year) as decimal(12, 4)) as execution_weight,
    from staging.projects

    union all

    select overalls.form_id, 'overall_total_not_sum', 0,
    from staging.overalls
),

parts as (
    select
        indicators.* exclude (line),
        'indicator' as line,
    from indicators

    union all by name

    select figures.*,
    from equations.figures
    inner join forms_of
        on figures.form_id = forms_of.form_id
    where (figures.line = 'total' or figures.line = 'sum') and figures.figure in ('weight', 'score')
        -- The weight of the execution rate is the county's own: where it is that, it is not in question.
        and (figures.line = 'sum'
            or figures.figure = 'score'
            or figures.value is distinct from forms_of.execution_weight)
),

rows_of as (
    select
        indicators.form_id,
        count(*) as rows,
    from staging.indicators
    group by indicators.form_id
),

-- A row that lacks its score leaves the sum open.
whole as (
    select
        parts.form_id,
        parts.figure,
        count(*) filter (where parts.line = 'sum') as sums,
        count(*) filter (where parts.line = 'total') as executions,
        cast(sum(case when regexp_matches(parts.text, '[.．][0-9０-９]{2}') then rounding(parts.text) else 0 end)
            as decimal(12, 6)) as roundings,
    from parts
    inner join rows_of
        on parts.form_id = rows_of.form_id
    group by parts.form_id, parts.figure
    having count(*) filter (where parts.line = 'indicator') = any_value(rows_of.rows)
),

of_forms as (
    select
        parts.*,
        forms_of.code,
        whole.sums = 1 as has_sum,
        whole.executions > 0 or forms_of.code = 'overall_total_not_sum' as has_execution,
        case when whole.executions > 0 then 0 else forms_of.execution_weight end as untold_weight,
        whole.roundings,
    from parts
    inner join whole
        on parts.form_id = whole.form_id and parts.figure = whole.figure
    inner join forms_of
        on parts.form_id = forms_of.form_id
),

together as (
    select
        of_forms.* replace (
            case of_forms.figure when 'weight' then 'weight_total_not_sum' else of_forms.code end as code
        ),
        of_forms.form_id as equation,
        'sum' as kind,
        case of_forms.line when 'sum' then 1 else -1 end as coefficient,
        case of_forms.figure when 'weight' then -of_forms.untold_weight else 0 end as constant,
        of_forms.line = 'sum' as is_result,
        case of_forms.figure when 'weight' then of_forms.roundings else tolerance(of_forms.code, of_forms.year) end
            as tolerance,
        case of_forms.line when 'sum' then 100 end as most,
    from of_forms
    where of_forms.has_sum and (of_forms.figure = 'weight' or of_forms.has_execution)

    union all by name

    select
        of_forms.* replace ('weights_not_100' as code),
        of_forms.form_id as equation,
        'sum' as kind,
        1 as coefficient,
        of_forms.untold_weight - 100 as constant,
        of_forms.roundings as tolerance,
    from of_forms
    where of_forms.figure = 'weight' and of_forms.line <> 'sum'

    union all by name

    select
        indicators.*,
        'score_over_weight' as code,
        indicators.row_of as equation,
        'at_most' as kind,
        case indicators.figure when 'score' then 1 else -1 end as coefficient,
        -- A weight of 16.6667 allows 16.67.
        at_least_zero(max(case indicators.figure when 'weight' then round(indicators.value, 2) - indicators.value end)
            over (partition by indicators.row_of)) as tolerance,
    from indicators
    qualify count(*) over (partition by indicators.row_of) = 2
),

-- What holds is only of use beside what does not.
compared as (
    select
        together.*,
        sum(together.coefficient * together.value) over equations + coalesce(together.constant, 0) as rest,
        case when together.kind = 'at_most' then rest else abs(rest) end > together.tolerance as is_failing,
    from together
    window equations as (partition by together.code, together.equation)
)

select
    compared.code as code, -- 审核代码
    compared.equation as equation, -- 勾稽关系的编号
    compared.kind as kind, -- 种类
    compared.coefficient as coefficient, -- 系数
    coalesce(compared.constant, 0) as constant, -- 常数项
    compared.tolerance as tolerance, -- 容差
    coalesce(compared.is_result, false) as is_result, -- 是其余各项的结果
    compared.most as most, -- 最大值
    compared.form_id as form_id, -- 所在表的编号
    compared.year as year, -- 年度
    compared.township as township, -- 乡镇
    compared.figure as figure, -- 列
    compared.value as value, -- 数值
    compared.step as step, -- 能分辨的最小差
    compared.is_computed as is_computed, -- 是公式
    compared.file as file, -- 文件
    compared.sheet as sheet, -- 工作表
    compared.cell as cell, -- 单元格
from compared
qualify bool_or(compared.is_failing) over (partition by compared.form_id)
