"""What the customer's company lets its people book."""

from typing import Any

from tools.counter import Answer, Counter
from tools.words import localised


async def travel_policy(counter: Counter, args: dict[str, Any]) -> Answer:
    """The rules of the company in words, all or those for one kind of service."""
    policy = counter.policy
    if policy is None:
        return Answer(content={"message": counter.say("policy.none")})
    kind = args.get("kind")
    services = counter.house.brand.services
    kinds = [kind] if kind else list(dict.fromkeys(rule.kind for rule in policy.rules))
    parts = []
    for each in kinds:
        rules = [localised(rule.words, counter.locale) for rule in policy.rules if rule.kind == each]
        title = localised(services[each].plural, counter.locale) if each in services else each
        if rules:
            parts.append(counter.say("policy.kind", kind=title, rules="; ".join(rules)))
        else:
            parts.append(counter.say("policy.free", kind=title))
    lead = counter.say("policy.lead", company=policy.name)
    return Answer(content={"message": " ".join([lead, *parts]), "company": policy.name, "rules": parts})
