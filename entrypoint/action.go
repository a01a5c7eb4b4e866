package main

import "github.com/spf13/cobra"

func actionCommand(w world) *cobra.Command {
	return &cobra.Command{Use: "action", Short: "Run as a GitHub Action, with its inputs from the environment", Args: cobra.NoArgs, Hidden: true}
}
