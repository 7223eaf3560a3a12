"""What workers keep of the classifier, as they keep it: `ifd.jobs.watch_model`, `triage.ml.counterfactual`."""

from __future__ import annotations

SHARE = {"share": 0.8, "interval": [0.7, 0.88]}
MONTH = {
    **{"group": "2026-09", "number": 40, "answered": 30, "wrong": 5, "remarks": []},
    **{"coverage": SHARE, "agreement": SHARE, "too_sure": 0.02},
}
FEW = {
    **{"group": "not known", "number": None, "answered": None, "wrong": None, "remarks": []},
    **{"coverage": None, "agreement": None, "too_sure": None},
}
STEP = {"low": 0.7, "high": 0.8, "number": 25, "said": 0.76, "right": 0.72, "interval": [0.52, 0.86]}
SWAPPED = {
    **{"bound": 0.05, "texts": 300, "compared": 120, "largest": 0.08, "mean": 0.01, "other_label": 0.02},
    "by_characteristic": [
        {"about": "gender", "compared": 120, "largest": 0.08, "mean": 0.01, "other_label": 0.02},
        {"about": "faith", "compared": 0, "largest": 0, "mean": 0, "other_label": 0},
    ],
    "worst": [],
    "not_tested": ["faith"],
}
SHIFT = {
    **{"what": "length", "index": 0.3, "moved": 0.21, "chance": 0.001, "is_real": True, "most": "1,000 or more"},
    **{"before": 0.05, "now": 0.2, "sentence": "Length changed: 21% lie elsewhere than in what it learned from."},
}
REPORT = {
    **{"from": "2026-09-01", "until": "2026-11-20", "decided": 312, "shown": 40, "called_wrong": 3},
    **{"answered": 0.7, "right_of_answered": 0.88, "sets_that_hold_it": None, "past_limit": False},
    "months": [MONTH, {**FEW, "group": "2026-10"}],
    "groups": {"Age": [{**MONTH, "group": "10 to 14", "remarks": ["Right less often."]}, FEW]},
    "calibration": [STEP],
    "picture": "<svg xmlns='http://www.w3.org/2000/svg'></svg>",
    "looking_back": {
        "answers": {"yes": 30, "partly": 10, "no": None, "cannot_tell": 5},
        "rules": [{**MONTH, "group": "everybody", "too_sure": None}],
        "second_opinion": [{**MONTH, "group": "shown"}, {**FEW, "group": "not shown"}],
    },
    "shifts": [SHIFT, {**SHIFT, "what": "who asked", "is_real": False}],
}
