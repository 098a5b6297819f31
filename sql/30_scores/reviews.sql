-- grain: one project that was re-checked, the three ledgers side by side
-- 说明: 抽查复核结果：自评、复算、复核三本账并列，一个项目一行
with sums as (
    select
        reviews.review_id,
        reviews.year,
        reviews.township,
        reviews.project,
        reviews.form_id,
        reviews.reviewer,
        reviews.file,
        reviews.sheet,
        cast(sum(reviews.self_score) as decimal(9, 2)) as self_total,
        cast(sum(reviews.review_score) as decimal(9, 2)) as review_total,
        -- One above its weight or below zero is none.
        count(*) filter (
            where reviews.review_score is null or reviews.review_score < 0
                or round(reviews.review_score, 2) > round(reviews.weight, 2)
        ) as open_rows,
        string_agg(reviews.level3 || '：' || reviews.note, '；' order by reviews.row_no)
            filter (where reviews.review_score < reviews.self_score and not says_nothing(reviews.note)) as reasons,
    from staging.reviews
    group by all
)

select
    sums.review_id as review_id, -- 复核表的编号
    sums.year as year, -- 年度
    sums.township as township, -- 乡镇
    sums.project as project, -- 项目名称
    sums.form_id as form_id, -- 被复核的项目表编号
    sums.reviewer as reviewer, -- 复核人
    sums.self_total as self_total, -- 自评得分合计
    projects.machine_total as machine_total, -- 复算总分
    case when sums.open_rows = 0 then sums.review_total end as review_total, -- 复核得分合计，没有评完的为空
    case when sums.open_rows = 0 then cast(sums.review_total - sums.self_total as decimal(9, 2)) end as change, -- 复核减自评
    sums.open_rows as open_rows, -- 没有复核得分或者得分不在分值之内的指标数
    grades.grade as grade, -- 按复核得分的等级
    sums.reasons as reasons, -- 主要扣分原因
    sums.file as file, -- 文件
    sums.sheet as sheet, -- 工作表
from sums
left join scores.projects
    on sums.form_id = projects.form_id
left join staging.grades
    on sums.open_rows = 0 and sums.year = grades.year and in_grade(sums.review_total, grades.low, grades.high)
order by sums.year, sums.township, sums.project, sums.review_id
