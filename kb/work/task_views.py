"""Tasks as they are shown: what each is called, why it is there, where it is done."""

from dataclasses import dataclass

from kb.web.addresses import consultation_path, staff_path
from kb.web.i18n import gettext
from kb.web.labels import _
from kb.work.task_queries import Task, TaskKind

#: What is to be done, and why it waits for the reader.
WORDS: dict[TaskKind, tuple[str, str]] = {
    TaskKind.ANSWER_QUESTION: (
        _("Answer the question"),
        _("A legal expert has asked you something before it can be assessed."),
    ),
    TaskKind.FINISH_DRAFT: (
        _("Finish and submit"),
        _("You began to log it and have not submitted it."),
    ),
    TaskKind.TAKE_UP: (_("Take up for assessment"), _("It is submitted and nobody has taken it.")),
    TaskKind.ASSESS: (_("Assess"), _("It is under assessment, and you did not log it.")),
    TaskKind.BEGIN_WORK: (
        _("Begin the work"),
        _("It is recognised, you own it, and nothing has been done yet."),
    ),
    TaskKind.REVIEW_TEXT: (
        _("Review the public text"),
        _("Somebody else wrote the text and has sent it to review."),
    ),
    TaskKind.FINISH_TEXT: (
        _("Finish the public text"),
        _("You wrote it last, and it is not in review."),
    ),
    TaskKind.PUBLISH: (_("Publish"), _("The public text is approved.")),
    TaskKind.PUBLISH_AGAIN: (
        _("Publish the changes"),
        _("You own it, and it has changed since it was published."),
    ),
    TaskKind.LOOK_AGAIN: (
        _("Look at it again"),
        _("It was laid aside until today."),
    ),
    TaskKind.STALE: (
        _("See whether it still holds"),
        _("You own it, and nobody has changed anything for half a year."),
    ),
    TaskKind.ANSWER_CONSULTATION: (
        _("Answer the consultation"),
        _("You own our answer, and it is not sent."),
    ),
    TaskKind.DECIDE_ANSWER: (
        _("Decide whether we answer"),
        _("It closes within two weeks, touches a barrier, and nothing is decided."),
    ),
    TaskKind.FINISH_ACTION: (_("Carry it out"), _("You own the action, and it is not done.")),
    TaskKind.LAW_MOVED: (
        _("Look at how the law has moved"),
        _("A provision that it cites has been amended or repealed, or its act ends."),
    ),
    TaskKind.CONFIRM_RESOLUTION: (
        _("See whether it is resolved"),
        _("A matter that was to ease it has come into force."),
    ),
    TaskKind.DECIDE_PROPOSAL: (
        _("Decide on a proposal"),
        _("Somebody has proposed something that only an administrator decides."),
    ),
    TaskKind.TAKE_ON: (_("Take it on"), _("Nobody owns it.")),
}

#: Where below the record's page a task is done; any other is done on the page itself.
PLACES: dict[TaskKind, str] = {
    TaskKind.FINISH_DRAFT: "check",
    TaskKind.TAKE_UP: "move/take",
    TaskKind.ASSESS: "move/recognise",
    TaskKind.BEGIN_WORK: "move/begin",
    TaskKind.REVIEW_TEXT: "publication",
    TaskKind.FINISH_TEXT: "publication",
    TaskKind.PUBLISH: "publication",
    TaskKind.PUBLISH_AGAIN: "publication",
    TaskKind.LAW_MOVED: "findings",
    TaskKind.CONFIRM_RESOLUTION: "findings",
}


@dataclass(frozen=True)
class ShownTask:
    """A task in the reader's language, with the address where it is done."""

    task: Task
    what: str
    why: str
    url: str
    #: Address of what the task is about.
    home: str


def shown_task(task: Task) -> ShownTask:
    """Put *task* into the reader's language."""
    what, why = WORDS[task.kind]
    place = [PLACES[task.kind]] if task.kind in PLACES else []
    if task.review_id is not None:
        place = ["reply", str(task.review_id)]
    if task.document_id is not None or task.kind is TaskKind.DECIDE_ANSWER:
        home = url = consultation_path(task.document_id, task.code)
    else:
        home = staff_path(task.record_kind, task.code)
        url = "/".join((home, *place))
    if task.kind is TaskKind.ANSWER_CONSULTATION:
        url = consultation_path(task.document_id, task.code)
    if task.kind is TaskKind.TAKE_ON:
        url += "#answer" if task.document_id is not None else "#take-over"
    return ShownTask(task, gettext(what), gettext(why), url, home)
