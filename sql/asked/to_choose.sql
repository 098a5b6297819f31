-- grain: one pair of submissions of which a person has to say, or said, which counts: the columns of 材料取舍意见
with pairs as (
    select
        uncertain.township,
        uncertain.file,
        uncertain.newer_file as other_file,
        uncertain.older_id as id,
        uncertain.newer_id as other_id,
        uncertain.newer_id as counted_id,
        null::varchar as chosen_id,
        null::varchar as decided_by,
        null::date as decided_on,
    from staging.uncertain
    where uncertain.year = getvariable('year')

    union all by name

    select
        files.township,
        any_value(chosen.file) as file,
        any_value(other.file) as other_file,
        choices.chosen_id as id,
        choices.other_id,
        choices.chosen_id as counted_id,
        choices.chosen_id,
        choices.decided_by,
        choices.decided_on,
    from sources.choices
    inner join sources.versions as chosen
        on choices.year = chosen.year and choices.chosen_id = chosen.version_id
    inner join sources.versions as other
        on choices.year = other.year and choices.other_id = other.version_id
    inner join sources.files
        on chosen.file = files.file
    where choices.year = getvariable('year')
    group by files.township, choices.chosen_id, choices.other_id, choices.decided_by, choices.decided_on
)

select
    pairs.township as 所属乡镇,
    case when pairs.id < pairs.other_id then pairs.file else pairs.other_file end as 材料甲,
    least(pairs.id, pairs.other_id) as 材料甲编号,
    case when pairs.id < pairs.other_id then pairs.other_file else pairs.file end as 材料乙,
    greatest(pairs.id, pairs.other_id) as 材料乙编号,
    case when pairs.counted_id = least(pairs.id, pairs.other_id) then '甲' else '乙' end as 现在计入,
    case when pairs.chosen_id = least(pairs.id, pairs.other_id) then '甲' when pairs.chosen_id is not null then '乙' end
        as 以哪份为准,
    pairs.decided_by as 确认人,
    day_words(pairs.decided_on) as 确认日期,
from pairs
left join staging.townships
    on pairs.township = townships.township and townships.year = getvariable('year')
order by pairs.chosen_id is not null, townships.township_code, 材料甲, 材料乙
