-- grain: one indicator whose target is far below what the same project did last year
-- 说明: 指标值比上年完成值明显放宽
-- severity: warn
-- tolerance: 30
-- message: 指标值比上年实际完成明显放宽
-- link: ；上年实际完成
-- fix: 请参照上年实际完成情况重新测算指标值；任务确有减少的，请在偏差原因栏说明。
with measured as (
    select
        indicators.year,
        indicators.township,
        indicators.project,
        indicators.form_id,
        indicators.row_no,
        indicators.level3,
        indicators.target,
        indicators.actual,
        indicators.kind,
        indicators.target_amount,
        indicators.actual_amount,
        indicators.is_exact,
        indicators.file,
        indicators.sheet,
        indicators.target_cell,
        name_key(indicators.project) as project_key,
        name_key(indicators.level3) as indicator_key,
        -- 1200米 and 1.2公里 are measured in metres both; 80人 and 80% have nothing to compare.
        regexp_extract(indicators.target, '[%％]|百分') <> '' as is_rate,
    from scores.indicators
    inner join staging.projects
        on indicators.form_id = projects.form_id and projects.counted
    where indicators.scope = 'project' and indicators.kind in ('正向', '反向')
        and not says_nothing(indicators.project) and not says_nothing(indicators.level3)
),

unique_ones as (
    select measured.*,
    from measured
    qualify count(*) over (
        partition by measured.year, measured.township, measured.project_key, measured.indicator_key
    ) = 1
)

select
    present.year as year, -- 年度
    present.township as township, -- 乡镇
    present.project as project, -- 项目名称
    present.form_id as form_id, -- 表的编号
    present.row_no as row_no, -- 表内行号
    present.file as file, -- 文件
    present.sheet as sheet, -- 工作表
    present.target_cell as cell, -- 单元格
    '“' || present.level3 || '”的指标值 ' || present.target as value, -- 指标值
    past.actual as expected -- 上年完成值
from unique_ones as present
inner join unique_ones as past
    on present.year = past.year + 1 and present.township = past.township and present.project_key = past.project_key
        and present.indicator_key = past.indicator_key and present.kind = past.kind and present.is_rate = past.is_rate
        and regexp_replace(present.target, '[\s　0-9０-９.,，．≥≤＞＜><=＝]', '', 'g')
            = regexp_replace(past.target, '[\s　0-9０-９.,，．≥≤＞＜><=＝]', '', 'g')
where past.is_exact and past.actual_amount > 0 and present.target_amount > 0
    and case present.kind
        when '正向' then present.target_amount * 100
            < past.actual_amount * (100 - tolerance('target_below_last', present.year))
        else present.target_amount * 100
            > past.actual_amount * (100 + tolerance('target_below_last', present.year))
    end
