package clientconf

// statement is a name with its arguments, and what stands in braces behind it; block is nil
// where there are none.
type statement struct {
	words []word
	block []*statement
}

// find is the first statement of the block with a name, or nil.
func (s *statement) find(name string) *statement {
	for _, b := range s.block {
		if b.words[0].text == name {
			return b
		}
	}
	return nil
}

// braced reads lines of words where a brace at the end of a line opens a block and one at
// the beginning of a line closes it. A brace that closes nothing, and a block without an
// end, are said; what stands around them counts.
func (t *text) braced(marks string) []*statement {
	root := &statement{}
	open := []*statement{root}
	for line := range t.wordLines(marks) {
		for len(line) > 0 && line[0].text == "}" && !line[0].quoted {
			if len(open) == 1 {
				t.skip(line[0].from, line[0].to, "this brace closes nothing", false)
			} else {
				open = open[:len(open)-1]
			}
			line = line[1:]
		}
		if len(line) == 0 {
			continue
		}
		last := line[len(line)-1]
		opens := last.text == "{" && !last.quoted
		if opens {
			line = line[:len(line)-1]
		}
		s := &statement{words: append([]word{}, line...)}
		if len(line) == 0 { // a block of its own
			s.words = []word{{from: last.from, to: last.from}}
		}
		parent := open[len(open)-1]
		parent.block = append(parent.block, s)
		switch {
		case !opens:
		case len(open) >= maxTreeDepth:
			t.skip(last.from, last.to, "blocks are not read any deeper", true)
		default:
			s.block = []*statement{}
			open = append(open, s)
		}
	}
	if len(open) > 1 {
		w := open[len(open)-1].words[0]
		t.skip(w.from, w.to, "this block has no end", false)
	}
	return root.block
}
