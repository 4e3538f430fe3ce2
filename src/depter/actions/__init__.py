"""One function per thing a person does; the only writers of facts."""
