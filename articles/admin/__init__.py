"""The desk: a module a model, registered by `registry`, on the site that `site` makes."""
