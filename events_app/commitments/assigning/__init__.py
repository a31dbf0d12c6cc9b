"""Who answers for an action and who verifies it, once it is agreed: changed by the chair, with a reason that stays."""
