"""Facts and constraints, one file a thing. Imported here so that migrations and tests see every table."""

from ifd.models.advice_call import AdviceCall
from ifd.models.allocation import Allocation
from ifd.models.area_text import AreaText
from ifd.models.audit_entry import AuditEntry
from ifd.models.clock import WaitClock, WaitTally
from ifd.models.closure_day import ClosureDay
from ifd.models.contact import Contact, ContactPoint
from ifd.models.decision import Decision
from ifd.models.draft import Draft, ResumeLink
from ifd.models.heartbeat import Heartbeat
from ifd.models.looking_back import LookingBack
from ifd.models.message import MailboxMessage, OutboxMessage
from ifd.models.model_standing import ModelEvent, ModelStanding
from ifd.models.model_training import ModelTraining
from ifd.models.model_version import ModelFile, ModelVersion
from ifd.models.model_watch import ModelWatch
from ifd.models.offer import ServiceOffer
from ifd.models.organisation import Organisation
from ifd.models.request_event import RequestEvent
from ifd.models.rule_set import RuleCheck, RuleDraft, RuleSetPublication, RuleSetVersion
from ifd.models.same_person import SamePersonWord
from ifd.models.screen_correction import ScreenCorrection
from ifd.models.second_opinion import OpinionReport, SecondLook, SecondOpinion
from ifd.models.staff import RoleGrant, Staff
from ifd.models.suggestion import RedFlag, Suggestion
from ifd.models.support_request import SupportRequest
from ifd.models.task import Task
from ifd.models.times_to_decide import TimesToDecide
from ifd.models.vignette_opinion import VignetteOpinion
from ifd.models.young_person import YoungPerson

__all__ = [
    "AdviceCall",
    "Allocation",
    "AreaText",
    "AuditEntry",
    "ClosureDay",
    "Contact",
    "ContactPoint",
    "Decision",
    "Draft",
    "Heartbeat",
    "LookingBack",
    "MailboxMessage",
    "ModelEvent",
    "ModelFile",
    "ModelStanding",
    "ModelTraining",
    "ModelVersion",
    "ModelWatch",
    "OpinionReport",
    "Organisation",
    "OutboxMessage",
    "RedFlag",
    "RequestEvent",
    "ResumeLink",
    "RoleGrant",
    "RuleCheck",
    "RuleDraft",
    "RuleSetPublication",
    "RuleSetVersion",
    "SamePersonWord",
    "ScreenCorrection",
    "SecondLook",
    "SecondOpinion",
    "ServiceOffer",
    "Staff",
    "Suggestion",
    "SupportRequest",
    "Task",
    "TimesToDecide",
    "VignetteOpinion",
    "WaitClock",
    "WaitTally",
    "YoungPerson",
]
