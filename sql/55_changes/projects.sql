-- grain: one figure of a project that differs from the last published set
-- 说明: 较上次发布，各项目数字的变化：一个项目的一个数字一行；同一乡镇同名的项目分不清，不比
with present as (
    select
        projects.township,
        name_key(projects.project) as key,
        any_value(projects.project) as project,
        any_value(projects.grade) as grade,
        any_value([projects.adjusted_budget, projects.executed, projects.reported_total, projects.machine_total])
            as amounts,
    from scores.projects
    where projects.year = getvariable('year') and projects.counted and getvariable('has_previous')
    group by projects.township, name_key(projects.project)
    having count(*) = 1
),

past as (
    select
        projects.township,
        name_key(projects.project) as key,
        any_value(projects.grade) as grade,
        any_value([projects.adjusted_budget, projects.executed, projects.reported_total, projects.machine_total])
            as amounts,
    from previous.projects
    where projects.year = getvariable('year') and projects.counted
    group by projects.township, name_key(projects.project)
    having count(*) = 1
)

select
    getvariable('year') as year, -- 年度
    present.township as township, -- 乡镇
    present.project as project, -- 项目名称
    figures.figure_no as figure_no, -- 数字的次序
    ['全年预算数（万元）', '全年执行数（万元）', '自评得分（分）', '复算得分（分）'][figures.figure_no] as figure, -- 数字
    cast(past.amounts[figures.figure_no] as decimal(18, 6)) as previous_amount, -- 上次
    cast(present.amounts[figures.figure_no] as decimal(18, 6)) as amount, -- 本次
    cast(present.amounts[figures.figure_no] - past.amounts[figures.figure_no] as decimal(18, 6)) as difference, -- 增减
    case when figures.figure_no = 4 and present.grade is distinct from past.grade then
        '复算等级由' || coalesce(past.grade, '不可评') || '变为' || coalesce(present.grade, '不可评')
    end as grade, -- 复算等级的变化，没有变的为空
    causes.cause as cause -- 原因
from present
inner join past
    on present.township = past.township and present.key = past.key
cross join (select unnest([1, 2, 3, 4]) as figure_no) as figures
left join changes.causes
    on present.township = causes.township
where present.amounts[figures.figure_no] is distinct from past.amounts[figures.figure_no]
order by present.township, present.project, figures.figure_no
