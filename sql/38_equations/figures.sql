-- grain: one amount, rate, weight or score that a township wrote, with its cell
-- 说明: 参加勾稽的数：每个金额、执行率、分值、得分一行，附所在单元格
-- kept: as a view
with with_foot as (
    select distinct entries.form_id
    from staging.entries
    where entries.field = 'sum.score' and entries.number is not null
),

written as (
    select
        entries.form_id || case when entries.form = 'project_list' then '-' || entries.row_no else '' end as form_id,
        entries.year,
        entries.township,
        entries.form,
        case when entries.form = 'project_list' then null else entries.row_no end as row_no,
        case
            when entries.field = 'total_score' then 'sum.score'
            when entries.field = 'execution_score' then 'total.score'
            when entries.form = 'project_list' then 'total.' || entries.field
            when entries.row_no is not null then 'indicator.' || entries.field
            else entries.field
        end as field,
        entries.text,
        entries.number,
        entries.unit,
        entries.issue,
        entries.formula,
        entries.file,
        entries.sheet,
        entries.cell,
    from staging.entries
    left join with_foot
        on entries.form_id = with_foot.form_id
    where entries.form in ('project', 'project_list', 'budget', 'department', 'indicator_list')
        and entries.township is not null
        -- A total in the head that stands below the table as well is no second number.
        and not (entries.field = 'total_score' and entries.row_no is null and with_foot.form_id is not null)
)

select
    written.form_id as form_id, -- 表的编号
    written.year as year, -- 年度
    written.township as township, -- 乡镇
    written.form as form, -- 表的种类
    written.row_no as row_no, -- 指标的行号
    split_part(written.field, '.', 1) as line, -- 行：total 总额或合计，indicator 指标，sum 总分，其余为资金来源或支出类别
    split_part(written.field, '.', 2) as figure, -- 列：三项金额，rate 执行率，weight 分值，score 得分
    case when figure in ('initial_budget', 'adjusted_budget', 'executed') then in_wan(written.number, written.unit)
        else cast(written.number as decimal(18, 6)) end as value, -- 数值，金额为万元；不能识别的为空
    case when figure in ('initial_budget', 'adjusted_budget', 'executed')
        then least(in_wan(cast(2 * rounding(written.text) as decimal(12, 6)), written.unit), 0.01)
        else 0.01 end as step, -- 能分辨的最小差
    written.text as text, -- 单元格的内容
    written.formula is not null as is_computed, -- 是公式
    written.file as file, -- 文件
    written.sheet as sheet, -- 工作表
    written.cell as cell, -- 单元格
from written
where figure in ('initial_budget', 'adjusted_budget', 'executed', 'rate', 'weight', 'score')
    -- What says nothing is nothing; what cannot be read may be anything.
    and (written.number is not null or written.issue is not null)
