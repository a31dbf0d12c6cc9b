"""Indicators that commitments serve (SDG, KLA, action plans, own ones) as versioned data, each with its sheet and evidence.

A list that changes becomes a new version; what was chosen under the old one stays there.
"""
