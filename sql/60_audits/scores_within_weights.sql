-- grain: one machine score outside 0 … weight
-- message: 复算得分超出分值范围
select
    indicators.file || ' ' || indicators.sheet || coalesce('!' || indicators.cell, '') || ': ' || indicators.exact_score
        || ' of ' || indicators.exact_weight as detail,
from scores.indicators
where indicators.exact_score < 0 or indicators.exact_score > round(indicators.exact_weight, 6)
