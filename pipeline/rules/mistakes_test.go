package rules

// faultsOf is what is wrong with rules, as Read would say it.
func faultsOf(r *Rules) error {
	f := newMistakes(r.File)
	r.validate(f)
	return f.err()
}
