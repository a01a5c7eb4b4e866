package openapi

func (r *reader) judge(d *document) {}
