"""What facts mean: the kinds of facts, folds, timeline, consent, access rules, vocabularies."""
