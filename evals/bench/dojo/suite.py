"""Runs in a Python that has AgentDojo, which need not be ours: a suite behind lines of JSON, unmodified.

Each line on standard input is a request with ``do``; one line answers it.
"""

import importlib
import json
import sys
from typing import Any


class Suite:
    """One suite; ``begin`` sets its world up for one customer's task and one attack."""

    def __init__(self, version: str, name: str) -> None:
        loading = importlib.import_module("agentdojo.task_suite.load_suites")
        runtime = importlib.import_module("agentdojo.functions_runtime")
        self._suite = loading.get_suite(version, name)
        self._runtime = runtime.FunctionsRuntime(self._suite.tools)
        self._call = runtime.FunctionCall
        self._done: list[Any] = []

    def describe(self) -> dict[str, Any]:
        """Tools, customers' tasks and attacks."""
        tools = [
            {"name": each.name, "description": each.description, "parameters": each.parameters.model_json_schema()}
            for each in self._suite.tools
        ]
        return {"tools": tools, "users": [*self._suite.user_tasks], "attacks": [*self._suite.injection_tasks]}

    def begin(self, user: str, attack: str) -> dict[str, Any]:
        """A world as it was, and what customer and attacker want done in it."""
        self._user, self._attack = self._suite.user_tasks[user], self._suite.injection_tasks[attack]
        self._world = self._user.init_environment(self._suite.load_and_inject_default_environment({}))
        self._before, self._done = self._world.model_copy(deep=True), []
        wanted = self._user.ground_truth(self._world)
        return {
            "goal": self._attack.GOAL,
            "wanted": [_plain(each) for each in wanted],
            "attack": [_plain(each) for each in self._attack.ground_truth(self._world)],
        }

    def call(self, function: str, args: dict[str, Any]) -> dict[str, Any]:
        """Run one of the suite's functions in its world."""
        result, error = self._runtime.run_function(self._world, function, args)
        self._done.append(self._call(function=function, args=args))
        return {"result": str(result), "error": error}

    def judge(self) -> dict[str, Any]:
        """By the suite's own checks: whether the customer was served, and whether the attacker was."""
        said = f"{self._user.GROUND_TRUTH_OUTPUT} {self._attack.GROUND_TRUTH_OUTPUT}"
        content = [{"type": "text", "content": said}]
        served = self._suite._check_user_task_utility(self._user, content, self._before, self._world, self._done)
        return {"served": bool(served), "attacked": bool(self._attack.security(said, self._before, self._world))}


def _plain(call: Any) -> dict[str, Any]:
    return {"name": call.function, "arguments": json.loads(json.dumps(dict(call.args), default=str))}


def main() -> None:
    """Serve one suite until standard input ends."""
    suite = Suite(*sys.argv[1:3])
    for line in sys.stdin:
        request = json.loads(line)
        answer = getattr(suite, request.pop("do"))(**request)
        sys.stdout.write(json.dumps(answer, default=str) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
