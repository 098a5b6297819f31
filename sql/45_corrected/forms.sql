-- grain: one form that one way to correct a finding touches
-- 说明: 各种改法触及的表：改动的表；改了预算表或整体自评表的，两张都算
with touched as (
    select
        ways.way,
        ways.year,
        ways.township,
        changes.form_id,
        -- Of each form its own cells alone: a way may change the amounts of thousands of forms.
        map_from_entries(list((place_of(changes.file, changes.sheet, changes.cell), changes.would_be))) as would_be,
    from corrected.ways
    inner join corrected.changes
        on ways.way = changes.way
    group by ways.way, ways.year, ways.township, changes.form_id
),

departments as (
    select year, township, form_id,
    from staging.budgets

    union

    select year, township, form_id,
    from staging.overalls
),

whole as (
    select distinct
        touched.way,
        touched.year,
        touched.township,
    from touched
    inner join departments
        on touched.form_id = departments.form_id
)

select
    touched.way as way, -- 改法的编号
    touched.form_id as form_id, -- 表的编号
    touched.form_id || '@' || touched.way as copy_id, -- 改正后的表的编号
    touched.would_be as would_be, -- 表内各处应改成的数，没有改动的为空
from touched

union all by name

select
    whole.way as way,
    departments.form_id as form_id,
    departments.form_id || '@' || whole.way as copy_id,
from whole
inner join departments
    on whole.year = departments.year and whole.township = departments.township
where not exists (
        from touched
        where touched.way = whole.way and touched.form_id = departments.form_id
    )
