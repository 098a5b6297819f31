// Package cluster holds the recipes by which platforms run this program on many machines, county by county. They are
// part of the program, so that they are always of its own version.
package cluster

import _ "embed" // for the recipes

// Spark is a PySpark job (DataFrame API and mapInArrow alone): it judges each county in a task, and gathers them.
//
//go:embed spark.py
var Spark string

// Kubernetes is an indexed job that judges each county in a pod.
//
//go:embed kubernetes.yaml
var Kubernetes string
