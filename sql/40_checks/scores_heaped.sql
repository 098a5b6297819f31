-- grain: one township most of whose projects score just over a band's edge
-- 说明: 自评得分集中在等级的下限附近
-- severity: note
-- message: 多数项目的自评得分恰好在等级下限以上 1 分以内
-- fix: 请核对这些项目的评分依据，如实评分。
select
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    count(*) filter (where grades.low is not null) || ' 个项目，共 ' || count(*) || ' 个' as value, -- 集中的个数
from scores.projects
left join staging.grades
    on projects.year = grades.year and grades.low > 0
        and projects.reported_total >= grades.low and projects.reported_total < grades.low + 1
where projects.counted and projects.reported_total is not null
group by projects.year, projects.township
having count(*) >= 5 and count(*) filter (where grades.low is not null) * 2 > count(*)
