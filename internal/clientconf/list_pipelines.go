package clientconf

// pipelineFormats are pipelines and the scripts that they run.
func pipelineFormats() []*format {
	return []*format{&shellFormat, &githubFormat, &gitlabFormat, &pipelineFormat}
}
