-- grain: one re-checked project, or of one project one indicator, that a deduction rests on; traced.sql shows it
-- 说明: 复核得分和核减从哪里来：各项目复核底稿的自评和复核合计，一个项目的为各指标的复核得分
-- set variable township = '全县'; set variable figure = '核减'; set variable project = null; set variable year = 2023;
with wanted as (
    select
        cast(getvariable('figure') as varchar) as figure,
        nullif(cast(getvariable('township') as varchar), '全县') as township,
        cast(getvariable('project') as varchar) as project,
),

papers as (
    select
        reviews.*,
        reviews.township || reviews.project || coalesce('（' || reviews.reviewer || '复核）', '') as words,
    from scores.reviews
    cross join wanted
    where reviews.year = getvariable('year') and reviews.review_total is not null and reviews.form_id is not null
        and wanted.figure in ('核减', '复核得分') and reviews.township = coalesce(wanted.township, reviews.township)
        and name_key(reviews.project) = name_key(coalesce(wanted.project, reviews.project))
)

select
    1 as step,
    '被减数' as relation,
    papers.words || '底稿自评得分' as part,
    papers.self_total as number,
    papers.file,
    papers.sheet,
    null::varchar as cell,
    '复核底稿中各指标自评得分之和' as rule,
from papers
cross join wanted
where wanted.figure = '核减'

union all by name

select
    2 as step,
    case when wanted.figure = '核减' then '减数' else '出自' end as relation,
    papers.words || '复核得分' as part,
    papers.review_total as number,
    papers.file,
    papers.sheet,
    coalesce('扣分的有' || papers.reasons, '复核底稿中各指标复核得分之和') as rule,
from papers
cross join wanted

union all by name

select
    3 as step,
    '其中' as relation,
    judged.level3 as part,
    case when wanted.figure = '核减' then judged.self_score - judged.review_score else judged.review_score end as number,
    judged.file,
    judged.sheet,
    judged.cell,
    '自评' || shown(cast(judged.self_score as decimal(12, 2))) || '分，复核'
        || shown(cast(judged.review_score as decimal(12, 2))) || '分'
        || coalesce('，' || case when not says_nothing(judged.note) then judged.note end, '') as rule,
from papers
cross join wanted
inner join staging.reviews as judged
    on papers.review_id = judged.review_id
where wanted.project is not null
    and (wanted.figure = '复核得分' or judged.review_score is distinct from judged.self_score)
