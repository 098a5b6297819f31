-- grain: one goal that the township itself says is not done; with full marks for what was achieved it is a doubt
-- 说明: 绩效目标没有完成
-- severity: note
-- message: 有绩效目标没有完成
-- fix: 请在报告中说明没有完成的原因和改进措施，并核对整体自评得分是否已经扣减。
with achieved as (
    select
        indicators.form_id,
        bool_and(coalesce(indicators.reported_score >= indicators.weight, false)) as is_full,
    from staging.indicators
    where indicators.scope = 'department'
        and regexp_matches(concat(indicators.level1, indicators.level2), '产出|效果|效益|职责')
    group by indicators.form_id
)

select
    goals.year as year, -- 年度
    goals.township as township, -- 乡镇
    goals.file as file, -- 文件
    goals.sheet as sheet, -- 工作表
    coalesce(goals.done_cell, goals.cell) as cell, -- 单元格
    '“' || left(goals.expected, 30) || '”' || goals.done
        || coalesce('；整体自评 ' || shown(overalls.reported_total) || ' 分', '')
        || case when achieved.is_full or overalls.reported_total >= 100 then '，产出、效果指标都得满分' else '' end
        as value, -- 没有完成的目标
    case when achieved.is_full or overalls.reported_total >= 100 then '疑点' end as severity_word, -- 得满分的是疑点
from staging.goals
left join staging.overalls
    on goals.year = overalls.year and goals.township = overalls.township
left join achieved
    on overalls.form_id = achieved.form_id
where regexp_full_match(name_key(goals.done), '否|未|没有|×|✗|未完成|没有完成|未达成|未实现|部分完成|部分')
