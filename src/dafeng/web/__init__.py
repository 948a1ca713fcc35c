"""The pages: view models from results, templates, styles and scripts."""
