-- grain: one row a township of the roster and year, where the county has a second rule set
-- 说明: 两套规则下的得分和名次对照（对比规则.xlsx）
with regraded as (
    select
        projects.year,
        projects.township,
        count(*) filter (where projects.grade is distinct from others.grade) as regraded_projects,
    from scores.projects
    inner join other.projects as others
        on projects.form_id = others.form_id
    where projects.counted
    group by projects.year, projects.township
)

select
    townships.year as year, -- 年度
    townships.township as township, -- 乡镇
    townships.township_code as township_code, -- 单位代码
    townships.rank as rank, -- 名次
    others.rank as other_rank, -- 按对比规则的名次
    townships.machine_total as machine_total, -- 整体复算得分
    others.machine_total as other_total, -- 按对比规则的整体复算得分
    others.machine_total - townships.machine_total as difference, -- 对比规则减现行规则
    townships.grade as grade, -- 等级
    others.grade as other_grade, -- 按对比规则的等级
    coalesce(regraded.regraded_projects, 0) as regraded_projects, -- 等级不同的项目数
    townships.explanation as explanation, -- 复算得分怎么来的
    others.explanation as other_explanation -- 按对比规则怎么来的
from rankings.townships
inner join other.townships as others
    on townships.year = others.year and townships.township_code = others.township_code
left join regraded
    on townships.year = regraded.year and townships.township = regraded.township
order by townships.year, townships.rank nulls last, townships.township_code
