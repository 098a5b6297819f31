-- grain: one row: how many forms count, and how often something of what was handed in was not taken in
select
    (select count(*) from staging.forms where forms.is_counted) as forms,
    count(*) filter (
        where findings.code in (
            'form_unsure', 'no_form_found', 'label_missing', 'label_absent', 'hidden_content', 'amount_shared',
            'file_unreadable', 'township_unknown', 'number_unreadable'
        )
    ) as dropped,
from checks.findings
