"""The blame check: finds phrases that judge people, says why they matter and how else to say it. Text in, findings out.

A text is masked (what is not the writer's own prose), the people in it are marked, and the rules' patterns are looked
for around them. The rules are data: prompts/blame.yaml.
"""
