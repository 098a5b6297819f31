-- grain: one project proposed for re-check, then their sum
-- 说明: 建议抽查复核的项目及原因
-- sheet: 抽查建议
-- order: 20
-- sums: 全年预算数（万元） where 计入合计
with lines as (
    select
        recheck.*,
        lots.probability,
        case when marked_projects.is_left_out then '否' else '是' end as is_counted,
        marked_projects.counted_adjusted_budget,
        '复核' || lpad(cast(case
            when count(*) over () > 300 then
                row_number() over (partition by recheck.township order by recheck.place)
            else row_number() over (order by recheck.place)
        end as varchar), 3, '0') as paper,
        '复核/复核底稿' || case when count(*) over () > 300 then '-' || recheck.township else '' end || '.xlsx' as book,
    from rankings.recheck
    left join rankings.lots
        on recheck.form_id = lots.form_id
    left join marked.projects as marked_projects
        on recheck.form_id = marked_projects.form_id
    where recheck.year = getvariable('year')
)

select
    lines.township as 乡镇, -- 乡镇
    lines.place as 序号, -- 次序
    lines.stratum as 抽取方式, -- 风险、金额、随机
    lines.project as 项目名称, -- 项目名称
    lines.adjusted_budget as "全年预算数（万元）", -- 全年预算数
    lines.reported_total as "自评得分（分）", -- 自评总分
    lines.machine_total as "复算得分（分）", -- 复算总分
    lines.risk as 风险分, -- 风险分
    lines.probability as "抽中概率（%）", -- 风险、金额必抽为100，随机按本乡镇的名额
    lines.reason as 抽取原因, -- 抽取原因
    lines.is_counted as 计入合计, -- 金额有错误未改正的不计入
    lines.paper as 复核底稿, -- 复核底稿中的工作表
    place_of(lines.book, lines.paper, 'A1') as 复核底稿的出处, -- 文件、工作表
from (
    select * from lines
    union all by name
    select
        whole() || '合计' as township,
        cast(sum(lines.counted_adjusted_budget) as decimal(24, 6)) as adjusted_budget,
        case when bool_or(lines.is_counted = '否')
            then '另有' || count(*) filter (where lines.is_counted = '否') || '个项目的金额有误，未计入'
        end as reason,
    from lines
    having count(*) > 0
) as lines
order by lines.place nulls last
