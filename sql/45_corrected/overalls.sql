-- grain: one whole-department form as one way to correct a finding would leave it
-- 说明: 改正后的部门整体自评表：一种改法的一张表一行
-- kept: no
select
    overalls.* replace (
        forms.copy_id as form_id,
        overalls.township || '@' || ways.way as township
    ),
from corrected.ways
inner join corrected.forms
    on ways.way = forms.way
inner join staging.overalls
    on forms.form_id = overalls.form_id
