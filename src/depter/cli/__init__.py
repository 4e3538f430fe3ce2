"""The command line: the same questions and actions as the web, one verb at a time.

Nothing at the top of these modules imports the register or Django, so that help comes at once.
"""
