"""The worker and the master of an agent whose tasks submit others."""

from tests.harness import ENDED, RESUMING, SUBMIT, WAITING, AgentProcess


class NestingAgent(AgentProcess):
    """Accepts each sub-task, sends it back to the same process as soon as a task waits there, and lets tasks go on at once."""

    def __init__(self, *arguments, **named):
        self.ready = []
        self.requests = {}
        self.are_waiting = 0
        super().__init__(*arguments, **named)

    def took(self, frame):
        if frame.kind == SUBMIT:
            self.accepted(frame.request, f"sub.{frame.request}")
            self.ready.append(frame)
        elif frame.kind == WAITING:
            self.are_waiting += 1
        elif frame.kind == RESUMING:
            self.are_waiting -= 1
            self.resume(frame.sequence)
        elif frame.kind == ENDED and frame.sequence in self.requests:
            self.sub_ended(self.requests.pop(frame.sequence), frame.state, **frame.outcome)
        if self.are_waiting:
            for submit in self.ready:
                self.requests[self.task(submit.form, submit.task)] = submit.request
            self.ready.clear()


class AnsweringAgent(AgentProcess):
    """Ends each sub-task at once, as `answer` says: it takes the frame of the sub-task, and sends what follows from it."""

    def took(self, frame):
        if frame.kind == SUBMIT:
            self.accepted(frame.request, f"sub.{frame.request}")
            self.answer(frame)
        elif frame.kind == RESUMING:
            self.resume(frame.sequence)

    def answer(self, submit):
        self.sub_ended(submit.request, return_value=submit.task.get("args"))
