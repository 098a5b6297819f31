-- grain: one project whose re-check is complete
-- 说明: 通报的附件复核结果：自评得分、复核得分和核减，一个项目一行；几人复核的取平均
-- part: 复核结果表
with papers as (
    select
        reviews.*,
        concluded.conclusion,
    from scores.reviews
    left join (
        select
            staged.review_id,
            any_value(staged.conclusion) as conclusion,
        from staging.reviews as staged
        group by staged.review_id
    ) as concluded
        on reviews.review_id = concluded.review_id
    where reviews.year = getvariable('year') and reviews.review_total is not null and reviews.form_id is not null
),

projects as (
    select
        papers.form_id,
        any_value(papers.township) as township,
        any_value(papers.project) as project,
        count(*) as papers,
        share(sum(papers.self_total), 1, count(*)) as self_total,
        share(sum(papers.review_total), 1, count(*)) as review_total,
        -- What two reviewers say alike stands once.
        nullif(concat_ws('；',
            array_to_string(list_sort(list(distinct papers.reasons) filter (where papers.reasons is not null)), '；'),
            '结论为' || array_to_string(
                list_sort(list(distinct papers.conclusion) filter (where papers.conclusion is not null)), '、')
        ), '') as reasons,
    from papers
    group by papers.form_id
)

select
    row_number() over (order by townships.township_code, projects.project, projects.form_id) as 序号, -- 次序
    projects.township as 乡镇, -- 单位名称
    projects.project as 项目名称, -- 项目名称
    projects.papers as "复核人数（人）", -- 复核表的份数
    projects.self_total as "底稿自评得分（分）", -- 复核底稿中各指标自评得分之和，几人复核的取平均
    projects.review_total as "复核得分（分）", -- 复核得分合计，几人复核的取平均
    case when projects.review_total < projects.self_total then projects.self_total - projects.review_total end
        as "核减（分）", -- 自评减复核，没有核减的为空
    grades.grade as 复核等级, -- 按复核得分
    projects.reasons as 核减原因 -- 主要扣分原因和复核结论
from projects
inner join scores.townships
    on projects.township = townships.township and townships.year = getvariable('year')
left join staging.grades
    on grades.year = getvariable('year') and in_grade(projects.review_total, grades.low, grades.high)
order by 序号
