// Inflates every gzip layer of an OCI layout with Go's standard library and drops the result: what a scanner
// written in Go pays before it has seen a single file.
//
//	gunzip OCI_LAYOUT
package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

type descriptor struct{ Digest string }

func main() {
	layout := os.Args[1]
	var index struct{ Manifests []descriptor }
	var manifest struct{ Layers []descriptor }
	must(json.Unmarshal(read(filepath.Join(layout, "index.json")), &index))
	must(json.Unmarshal(read(blob(layout, index.Manifests[0])), &manifest))
	total := int64(0)
	for _, layer := range manifest.Layers {
		file, err := os.Open(blob(layout, layer))
		must(err)
		plain, err := gzip.NewReader(file)
		must(err)
		size, err := io.Copy(io.Discard, plain)
		must(err)
		total += size
		file.Close()
	}
	fmt.Println(total)
}

func blob(layout string, row descriptor) string {
	return filepath.Join(layout, "blobs", strings.Replace(row.Digest, ":", "/", 1))
}

func read(path string) []byte {
	content, err := os.ReadFile(path)
	must(err)
	return content
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
