-- grain: one project with full marks whose goal is not done by its own words
-- 说明: 目标没有完成却得满分
-- severity: warn
-- message: 目标没有完成，自评却得满分
-- link: ；
-- fix: 请核对目标的完成情况和各项得分：没有完成的，如实扣分并说明原因。
select
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    projects.project as project, -- 项目名称
    projects.form_id as form_id, -- 表的编号
    projects.file as file, -- 文件
    projects.sheet as sheet, -- 工作表
    coalesce(projects.goal_actual_cell, projects.total_cell) as cell, -- 单元格
    '实际完成情况：“' || left(projects.goal_actual, 40) || '”' as value, -- 实际完成情况
    count(*) || ' 个指标都得满分' as expected, -- 得分
from staging.projects
inner join staging.indicators
    on projects.form_id = indicators.form_id and indicators.scope = 'project'
where regexp_matches(
        regexp_replace(projects.goal_actual, '(无|没有|不存在)(未|尚未)[^，。；]*', '', 'g'),
        '(^|[^部])(尚未|未能|没有|未)(全部)?(完成|实施|开工|启动|建成|达成|实现|达到|开展)'
    )
group by all
having bool_and(indicators.reported_score >= indicators.weight and indicators.weight > 0)
