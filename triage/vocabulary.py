"""The words of the front door: every coded value of the request and suggestion documents.

The values are fixed by the contract between the web form, the telephone desk, files and other systems;
labels are plain English for staff screens. Nothing here decides anything.
"""

from __future__ import annotations

from enum import StrEnum


class Priority(StrEnum):
    """How soon a person must look, most urgent first. Rules may only raise it."""

    EMERGENCY = "emergency"
    VERY_URGENT = "very_urgent"
    URGENT = "urgent"
    SOON = "soon"
    ROUTINE = "routine"

    @property
    def rank(self) -> int:
        """0 for the most urgent; the worklist is ordered by it."""
        return _RANKS[self]

    @property
    def label(self) -> str:
        return _PRIORITY_LABELS[self]

    @property
    def is_urgent(self) -> bool:
        """Urgent, or more urgent still."""
        return self.rank <= _RANKS[Priority.URGENT]

    @staticmethod
    def most_urgent(*priorities: Priority) -> Priority:
        return min(priorities, key=lambda priority: priority.rank)


_RANKS = {priority: rank for rank, priority in enumerate(Priority)}
_PRIORITY_LABELS = {
    Priority.EMERGENCY: "Emergency",
    Priority.VERY_URGENT: "Very urgent",
    Priority.URGENT: "Urgent",
    Priority.SOON: "Soon",
    Priority.ROUTINE: "Routine",
}


class Thrive(StrEnum):
    """THRIVE groupings: needs-based, chosen with the family; not a severity scale."""

    THRIVING = "thriving"
    GETTING_ADVICE = "getting_advice"
    GETTING_HELP = "getting_help"
    GETTING_MORE_HELP = "getting_more_help"
    GETTING_RISK_SUPPORT = "getting_risk_support"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Requester(StrEnum):
    YOUNG_PERSON = "young_person"
    PARENT_CARER = "parent_carer"
    PROFESSIONAL = "professional"

    @property
    def label(self) -> str:
        return {
            "young_person": "Young person",
            "parent_carer": "Parent or carer",
            "professional": "Professional",
        }[self]


class Channel(StrEnum):
    WEB = "web"
    PHONE = "phone"
    API = "api"
    IMPORT = "import"


class SafetyAnswer(StrEnum):
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    NOT_ASKED = "not_asked"
    DECLINED = "declined"


class SafetyQuestion(StrEnum):
    SUICIDAL_THOUGHTS_NOW = "suicidal_thoughts_now"
    SUICIDE_PLAN_OR_INTENT = "suicide_plan_or_intent"
    SELF_HARM_LAST_MONTH = "self_harm_last_month"
    FEELS_UNSAFE_OR_BEING_HURT = "feels_unsafe_or_being_hurt"
    RISK_TO_OTHERS = "risk_to_others"
    UNUSUAL_EXPERIENCES = "unusual_experiences"
    RAPID_WEIGHT_LOSS_OR_FAINTING = "rapid_weight_loss_or_fainting"
    IMMEDIATE_DANGER = "immediate_danger"


class Duration(StrEnum):
    UNDER_2_WEEKS = "under_2_weeks"
    TWO_WEEKS_TO_3_MONTHS = "2_weeks_to_3_months"
    THREE_TO_12_MONTHS = "3_to_12_months"
    OVER_12_MONTHS = "over_12_months"
    NOT_GIVEN = "not_given"


class ImpactArea(StrEnum):
    SCHOOL_OR_WORK = "school_or_work"
    HOME = "home"
    FRIENDS = "friends"
    SLEEP = "sleep"
    EATING = "eating"


class Impact(StrEnum):
    NONE = "none"
    SOME = "some"
    A_LOT = "a_lot"
    NOT_GIVEN = "not_given"


class Need(StrEnum):
    ANXIETY = "anxiety"
    LOW_MOOD = "low_mood"
    SLEEP = "sleep"
    NEURODEVELOPMENTAL = "neurodevelopmental"
    FAMILY_RELATIONSHIPS = "family_relationships"
    ANGER_BEHAVIOUR = "anger_behaviour"
    TRAUMA = "trauma"
    PREGNANCY_OR_NEW_BABY = "pregnancy_or_new_baby"
    PARENT_INFANT_BOND = "parent_infant_bond"
    FRIENDSHIPS_BULLYING = "friendships_bullying"
    SELF_HARM = "self_harm"
    SUICIDAL_THOUGHTS = "suicidal_thoughts"
    BODY_IMAGE = "body_image"
    BEREAVEMENT = "bereavement"
    EATING = "eating"
    SCHOOL_ATTENDANCE = "school_attendance"
    SUBSTANCE_USE = "substance_use"
    UNUSUAL_EXPERIENCES = "unusual_experiences"
    PHYSICAL_HEALTH = "physical_health"
    OCD_RITUALS = "ocd_rituals"
    ABUSE_SAFETY = "abuse_safety"
    GENDER_IDENTITY = "gender_identity"
    HOUSING_MONEY = "housing_money"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _NEED_LABELS[self]


_NEED_LABELS = {
    Need.ANXIETY: "Anxiety or worries",
    Need.LOW_MOOD: "Low mood",
    Need.SLEEP: "Sleep",
    Need.NEURODEVELOPMENTAL: "Possible autism or ADHD",
    Need.FAMILY_RELATIONSHIPS: "Family relationships",
    Need.ANGER_BEHAVIOUR: "Anger or behaviour",
    Need.TRAUMA: "Something frightening that happened",
    Need.PREGNANCY_OR_NEW_BABY: "Pregnancy or a new baby",
    Need.PARENT_INFANT_BOND: "Bonding with a baby",
    Need.FRIENDSHIPS_BULLYING: "Friendships or bullying",
    Need.SELF_HARM: "Self-harm",
    Need.SUICIDAL_THOUGHTS: "Suicidal thoughts",
    Need.BODY_IMAGE: "Body image",
    Need.BEREAVEMENT: "Bereavement",
    Need.EATING: "Eating",
    Need.SCHOOL_ATTENDANCE: "Going to school",
    Need.SUBSTANCE_USE: "Alcohol or drugs",
    Need.UNUSUAL_EXPERIENCES: "Unusual experiences",
    Need.PHYSICAL_HEALTH: "Physical health",
    Need.OCD_RITUALS: "Obsessive thoughts or rituals",
    Need.ABUSE_SAFETY: "Abuse or not feeling safe",
    Need.GENDER_IDENTITY: "Gender identity",
    Need.HOUSING_MONEY: "Housing or money",
    Need.OTHER: "Something else",
}

SAFETY_NEEDS = frozenset([Need.SUICIDAL_THOUGHTS, Need.SELF_HARM, Need.ABUSE_SAFETY])
"""What is about these comes first, and each self-care page on them says when to call 999 and 111."""


class YesNo(StrEnum):
    """Answers to `pregnant`, `parent_of_under_2` and `gp_known`."""

    YES = "yes"
    NO = "no"
    NOT_GIVEN = "not_given"


class LookedAfter(StrEnum):
    NO = "no"
    YES = "yes"
    CARE_LEAVER = "care_leaver"
    NOT_GIVEN = "not_given"


class PostcodeArea(StrEnum):
    IN_AREA = "in_area"
    OUT_OF_AREA = "out_of_area"
    NOT_GIVEN = "not_given"


class Consent(StrEnum):
    YOUNG_PERSON = "young_person"
    PARENT = "parent"
    BOTH = "both"
    NOT_OBTAINED = "not_obtained"
    NOT_GIVEN = "not_given"


class Want(StrEnum):
    SOMEONE_TO_TALK_TO = "someone_to_talk_to"
    THERAPY = "therapy"
    ASSESSMENT = "assessment"
    ADVICE_FOR_ME = "advice_for_me"
    ADVICE_FOR_PARENTS = "advice_for_parents"
    HELP_AT_SCHOOL = "help_at_school"
    ONLINE_HELP = "online_help"
    GROUP = "group"
    CONSULTATION = "consultation"
    INFORMATION_ONLY = "information_only"
    URGENT_HELP = "urgent_help"
    MEDICATION_REVIEW = "medication_review"
    NOT_SURE = "not_sure"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Flag(StrEnum):
    """The red flags. Each brings a person to look; none decides."""

    SUICIDE_INTENT = "suicide_intent"
    SUICIDAL_THOUGHTS = "suicidal_thoughts"
    SELF_HARM_SEVERE = "self_harm_severe"
    SELF_HARM = "self_harm"
    PSYCHOSIS = "psychosis"
    EATING_DISORDER_MEDICAL = "eating_disorder_medical"
    EATING_DISORDER = "eating_disorder"
    ABUSE_OR_EXPLOITATION = "abuse_or_exploitation"
    HARM_TO_OTHERS = "harm_to_others"
    PERINATAL_DANGER = "perinatal_danger"
    INFANT_SAFETY = "infant_safety"
    NEGLECT = "neglect"
    SUBSTANCE_DANGER = "substance_danger"

    @property
    def label(self) -> str:
        return _FLAG_LABELS[self]


_FLAG_LABELS = {
    Flag.SUICIDE_INTENT: "Suicide plan or intent",
    Flag.SUICIDAL_THOUGHTS: "Suicidal thoughts",
    Flag.SELF_HARM_SEVERE: "Severe self-harm",
    Flag.SELF_HARM: "Self-harm",
    Flag.PSYCHOSIS: "Possible psychosis",
    Flag.EATING_DISORDER_MEDICAL: "Eating disorder, medical danger",
    Flag.EATING_DISORDER: "Possible eating disorder",
    Flag.ABUSE_OR_EXPLOITATION: "Abuse or exploitation",
    Flag.HARM_TO_OTHERS: "Harm to others",
    Flag.PERINATAL_DANGER: "Perinatal danger",
    Flag.INFANT_SAFETY: "Infant safety",
    Flag.NEGLECT: "Neglect",
    Flag.SUBSTANCE_DANGER: "Alcohol or drug danger",
}


class FlagSource(StrEnum):
    ANSWER = "answer"
    TEXT = "text"


class Hindsight(StrEnum):
    """Whether a suggestion was right, as a clinician sees it at the end. Nothing said is none of these."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    CANNOT_TELL = "cannot_tell"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()

    @property
    def leaves_another(self) -> bool:
        """Whether another kind of help could have been right."""
        return self in (Hindsight.PARTLY, Hindsight.NO)


class OfferKind(StrEnum):
    CRISIS_111 = "crisis_111"
    CRISIS_TEAM = "crisis_team"
    SAFEGUARDING = "safeguarding"
    CAMHS_MORE_HELP = "camhs_more_help"
    CAMHS_HELP = "camhs_help"
    EATING_DISORDER = "eating_disorder"
    EIP_PSYCHOSIS = "eip_psychosis"
    NEURODEVELOPMENTAL = "neurodevelopmental"
    MHST_SCHOOL = "mhst_school"
    WELLBEING_PRACTITIONER = "wellbeing_practitioner"
    ONLINE_COUNSELLING = "online_counselling"
    COUNSELLING = "counselling"
    TALKING_THERAPIES = "talking_therapies"
    PERINATAL = "perinatal"
    PARENT_INFANT = "parent_infant"
    PARENTING_SUPPORT = "parenting_support"
    BEREAVEMENT = "bereavement"
    SUBSTANCE_MISUSE = "substance_misuse"
    LOOKED_AFTER_TEAM = "looked_after_team"
    YOUNG_ADULT_TEAM = "young_adult_team"
    DOMESTIC_ABUSE_SUPPORT = "domestic_abuse_support"
    SEXUAL_ABUSE_SUPPORT = "sexual_abuse_support"
    SELF_CARE = "self_care"
    SINGLE_SESSION = "single_session"
    PROFESSIONAL_CONSULTATION = "professional_consultation"
    OUT_OF_AREA_SIGNPOST = "out_of_area_signpost"
    ADULT_SERVICES_SIGNPOST = "adult_services_signpost"

    @property
    def label(self) -> str:
        return _OFFER_KIND_LABELS[self]


_OFFER_KIND_LABELS = {
    OfferKind.CRISIS_111: "NHS 111 mental health option",
    OfferKind.CRISIS_TEAM: "Crisis team",
    OfferKind.SAFEGUARDING: "Safeguarding",
    OfferKind.CAMHS_MORE_HELP: "CAMHS, more help",
    OfferKind.CAMHS_HELP: "CAMHS, help",
    OfferKind.EATING_DISORDER: "Eating disorder team",
    OfferKind.EIP_PSYCHOSIS: "Early intervention in psychosis",
    OfferKind.NEURODEVELOPMENTAL: "Neurodevelopmental team",
    OfferKind.MHST_SCHOOL: "Mental health support team in school",
    OfferKind.WELLBEING_PRACTITIONER: "Children's wellbeing practitioner",
    OfferKind.ONLINE_COUNSELLING: "Online counselling",
    OfferKind.COUNSELLING: "Counselling",
    OfferKind.TALKING_THERAPIES: "NHS Talking Therapies",
    OfferKind.PERINATAL: "Perinatal mental health team",
    OfferKind.PARENT_INFANT: "Parent-infant service",
    OfferKind.PARENTING_SUPPORT: "Parenting support",
    OfferKind.BEREAVEMENT: "Bereavement support",
    OfferKind.SUBSTANCE_MISUSE: "Young people's drug and alcohol service",
    OfferKind.LOOKED_AFTER_TEAM: "Looked-after and adopted children's team",
    OfferKind.YOUNG_ADULT_TEAM: "Young adult team",
    OfferKind.DOMESTIC_ABUSE_SUPPORT: "Domestic abuse support",
    OfferKind.SEXUAL_ABUSE_SUPPORT: "Sexual abuse support",
    OfferKind.SELF_CARE: "Self-care",
    OfferKind.SINGLE_SESSION: "Single-session intervention",
    OfferKind.PROFESSIONAL_CONSULTATION: "Professional consultation",
    OfferKind.OUT_OF_AREA_SIGNPOST: "Help in your own area",
    OfferKind.ADULT_SERVICES_SIGNPOST: "Adult services",
}
