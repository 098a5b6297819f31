-- grain: one township whose rank lies outside its own ends
-- message: 名次超出其最好、最差可能名次
select
    townships.year || ' ' || townships.township || ': '
        || coalesce(townships.best_rank, 0) || ' … ' || townships.rank || ' … '
        || coalesce(townships.worst_rank, 0) as detail,
from rankings.townships
where townships.rank is not null
    and (townships.rank between townships.best_rank and townships.worst_rank
        and townships.best_rank between townships.widest_best_rank and townships.worst_rank
        and townships.worst_rank <= townships.widest_worst_rank) is not true
