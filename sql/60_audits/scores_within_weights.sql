-- grain: one machine score outside 0 … weight
-- message: 复算得分超出分值范围
select
    indicators.form_id || ' ' || indicators.row_no
        || ': ' || indicators.machine_score || ' of ' || indicators.weight as detail,
from scores.indicators
where indicators.machine_score < 0 or indicators.machine_score > round(indicators.weight, 2)
