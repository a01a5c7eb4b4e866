package clientconf

// clusterFormats are clusters, meshes, containers and images.
func clusterFormats() []*format {
	return []*format{&kubeconfigFormat, &kubernetesFormat, &kustomizeFormat, &helmFormat, &composeFormat, &dockerfileFormat}
}
