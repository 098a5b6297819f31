-- grain: one row a project that counts, then the county's sums over those without open errors
-- 说明: 项目得分
-- sheet: 项目得分
-- order: 4
-- prints: 说明
-- sums: 年初预算数（万元）, 全年预算数（万元）, 全年执行数（万元）, 未执行（万元） where 计入合计
with lines as (
    select
        1 as part,
        townships.township_code,
        staged.form_no,
        staged.row_no,
        marked.*,
        scored.* exclude (
            form_id, year, township, project, adjusted_budget, executed, execution_rate, file, sheet, cell
        ),
        ranked.township_rank,
        ranked.rank,
        marked.adjusted_budget - marked.executed as unspent,
        case when marked.is_left_out then '否' else '是' end as is_counted,
        '※ ' || marked.words || case when marked.is_marked then '有错误未改正' else '' end
            || '，照填报列示，未计入合计' as note,
        place_of(staged.file, staged.sheet, staged.cell) as place,
        place_of(staged.file, staged.sheet, staged.initial_budget_cell) as initial_budget_place,
        place_of(staged.file, staged.sheet, staged.adjusted_budget_cell) as adjusted_budget_place,
        place_of(staged.file, staged.sheet, staged.executed_cell) as executed_place,
        place_of(staged.file, staged.sheet, staged.execution_score_cell) as execution_score_place,
        place_of(staged.file, staged.sheet, staged.total_cell) as total_place,
    from marked.projects as marked
    inner join scores.projects as scored
        on marked.form_id = scored.form_id
    inner join rankings.projects as ranked
        on marked.form_id = ranked.form_id
    inner join staging.projects as staged
        on marked.form_id = staged.form_id
    inner join staging.townships
        on marked.year = townships.year and marked.township = townships.township
    where marked.year = getvariable('year')

    union all by name

    select
        2 as part,
        whole() || '合计' as township,
        cast(sum(projects.counted_initial_budget) as decimal(24, 6)) as initial_budget,
        cast(sum(projects.counted_adjusted_budget) as decimal(24, 6)) as adjusted_budget,
        cast(sum(projects.counted_executed) as decimal(24, 6)) as executed,
        share(sum(projects.counted_executed), 100, nullif(sum(projects.counted_adjusted_budget), 0)) as execution_rate,
        cast(sum(projects.counted_adjusted_budget - projects.counted_executed) as decimal(24, 6)) as unspent,
        case when bool_or(projects.is_left_out)
            then '另有' || count(*) filter (where projects.is_left_out) || '个项目的金额有误，未计入，见标※的各行'
        end as note,
    from marked.projects
    where projects.year = getvariable('year')
    having count(*) > 0
)

select
    lines.township as 乡镇, -- 单位名称
    lines.project as 项目名称, -- 表内填报
    lines.department as 主管部门, -- 表内填报
    lines.initial_budget as "年初预算数（万元）", -- 表内填报
    lines.adjusted_budget as "全年预算数（万元）", -- 表内填报
    lines.executed as "全年执行数（万元）", -- 表内填报
    lines.unspent as "未执行（万元）", -- 全年预算数减全年执行数
    lines.execution_rate as "计算执行率（%）", -- 全年执行数÷全年预算数，有错误未改正的不算
    lines.warning_light as 自评预警, -- 红为指标得分率比执行率高出5%以上，黄为执行率低于80%
    lines.reported_total as 自评总分, -- 表内填报
    lines.machine_total as 复算总分, -- （指标＋执行率）÷可评分值×100，减偏离扣减，不高于复算上限
    lines.gap as 自评减复算, -- 两者之差
    lines.reported_grade as 自评等级, -- 按自评总分
    lines.grade as 复算等级, -- 按复算总分
    lines.rank as 全县名次, -- 同分并列
    lines.is_counted as 计入合计, -- 金额有错误未改正的不计入
    lines.note as 说明, -- 哪个数有误，合计中没有计入哪些
    lines.explanation as 复算说明, -- 复算总分怎么来的
    lines.reported_execution_score as 执行率自评得分, -- 表内填报
    lines.machine_execution_score as 执行率复算得分, -- 按规则复算
    lines.reported_indicator_score as 指标自评得分, -- 各指标自评得分之和
    lines.machine_indicator_score as 指标复算得分, -- 各指标复算得分之和
    lines.assessable_weight as 可评分值, -- 分值中能够复算的部分
    lines.ceiling_total as 复算上限, -- 没有填明的不多计、按执行率封顶、扣减以后，复算总分至多是多少
    lines.deduction as 偏离扣减, -- 明显偏高的扣减
    lines.lowest_total as 至少, -- 不可评的都得零分时的复算总分
    lines.highest_total as 至多, -- 不可评的都得满分时的复算总分
    lines.township_rank as 乡镇内名次, -- 同分并列
    lines.place as 出处, -- 文件、工作表、单元格（项目名称）
    lines.initial_budget_place as "年初预算数（万元）的出处", -- 文件、工作表、单元格
    lines.adjusted_budget_place as "全年预算数（万元）的出处", -- 文件、工作表、单元格
    lines.executed_place as "全年执行数（万元）的出处", -- 文件、工作表、单元格
    lines.execution_score_place as 执行率自评得分的出处, -- 文件、工作表、单元格
    lines.total_place as 自评总分的出处, -- 文件、工作表、单元格
from lines
order by lines.part, lines.township_code, lines.file, lines.form_no, lines.row_no
