-- grain: one project form whose weights by 一级指标 follow no profile of the rules
-- 说明: 一级指标的分值不符合规定的方案
-- severity: warn
-- message: 一级指标的分值与规定的方案不符
-- fix: 请按规定的方案调整分值；因特殊情况调整的，请说明并报财政局同意。
with levels as (
    select
        indicators.form_id,
        regexp_replace(name_key(indicators.level1), '[（(].*$', '') as level1,
        cast(round(sum(coalesce(indicators.exact_weight, indicators.weight)), 4) as decimal(18, 4)) as weight,
    from staging.indicators
    where indicators.scope = 'project' and indicators.weight is not null and indicators.level1 is not null
    group by indicators.form_id, regexp_replace(name_key(indicators.level1), '[（(].*$', '')

    union all

    select form_id, '预算执行率', coalesce(execution_weight, cast(parameter('执行分值', year) as decimal(12, 4))),
    from staging.projects
),

-- How many of a form's first levels have a profile's weight, and how many first levels the profile has.
fits as (
    select
        projects.form_id,
        weights.profile,
        count(*) filter (where levels.weight = weights.weight) as same,
        count(*) filter (where levels.weight is null) as missing,
        count(*) as wanted,
    from staging.projects
    inner join rules.weights
        on in_force(weights.from_year, weights.to_year, projects.year)
            and parameter('分值方案', projects.year) in (weights.profile, '') is not false
    left join levels
        on projects.form_id = levels.form_id and weights.level1 = levels.level1
    group by projects.form_id, weights.profile
),

stated as (
    select
        levels.form_id,
        sum(levels.weight) as total,
        string_agg(levels.level1 || ' ' || shown(levels.weight), '、'
            order by levels.weight desc, levels.level1) as text,
    from levels
    group by levels.form_id
),

nearest as (
    select
        fits.form_id,
        max(fits.same = fits.wanted) as fits_one,
        max_by(fits.profile, (-fits.missing, fits.same, fits.profile)) as profile,
    from fits
    group by fits.form_id
),

profiles as (
    select
        weights.profile,
        string_agg(weights.level1 || ' ' || shown(weights.weight), '、' order by weights.row_no) as text,
    from rules.weights
    group by weights.profile
)

select
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    projects.project as project, -- 项目名称
    projects.form_id as form_id, -- 表的编号
    projects.file as file, -- 文件
    projects.sheet as sheet, -- 工作表
    projects.weight_cell as cell, -- 单元格
    stated.text as value, -- 填报的分值
    profiles.text as expected, -- 最接近的方案
from staging.projects
inner join stated
    on projects.form_id = stated.form_id
inner join nearest
    on projects.form_id = nearest.form_id and not nearest.fits_one
inner join profiles
    on nearest.profile = profiles.profile
-- Weights that do not add up are an error of their own; a list without indicators has none.
where projects.counted and stated.total = 100
