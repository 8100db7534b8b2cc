// Reads what is in an unpacked bundle with libraries of others: golang.org/x/mod/sumdb (note, tlog) by the authors of Go's
// checksum database, and filippo.io/torchwood (tlog-proof, tlog-policy, cosignatures). It prints how many of each held.
//
//	independent FOLDER KEY POLICY_FILE
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}

func run(folder, key, policyFile string) error {
	data := func(name string) []byte {
		content, err := os.ReadFile(filepath.Join(folder, "data", name))
		if err != nil {
			panic(err)
		}
		return content
	}

	// The checkpoint, by sumdb/note alone.
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return fmt.Errorf("key: %w", err)
	}
	opened, err := note.Open(data("checkpoint"), note.VerifierList(verifier))
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	checkpoint, err := torchwood.ParseCheckpoint(opened.Text)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}

	// Every entry by its tlog-proof, under the policy of witnesses.
	rules, err := os.ReadFile(policyFile)
	if err != nil {
		return err
	}
	policy, err := torchwood.ParsePolicy(rules)
	if err != nil {
		return fmt.Errorf("policy: %w", err)
	}
	entries := 0
	for _, line := range lines(data("entries.jsonl")) {
		var entry struct{ N int64 }
		if err := json.Unmarshal(line, &entry); err != nil {
			return err
		}
		proof := data(fmt.Sprintf("proofs/%012d.tlog-proof", entry.N))
		if err := torchwood.VerifyProof(policy, tlog.RecordHash(line), proof); err != nil {
			return fmt.Errorf("entry %d: %w", entry.N, err)
		}
		entries++
	}

	// Every earlier checkpoint, by sumdb/tlog.
	earlier := 0
	for _, line := range lines(data("consistency.jsonl")) {
		var one struct {
			Size  int64
			Root  string
			Proof []string
		}
		if err := json.Unmarshal(line, &one); err != nil {
			return err
		}
		root, err := hash(one.Root)
		if err != nil {
			return err
		}
		var proof tlog.TreeProof
		for _, text := range one.Proof {
			step, err := hash(text)
			if err != nil {
				return err
			}
			proof = append(proof, step)
		}
		if err := tlog.CheckTree(proof, checkpoint.N, checkpoint.Hash, one.Size, root); err != nil {
			return fmt.Errorf("the tree of %d: %w", one.Size, err)
		}
		earlier++
	}
	fmt.Printf("%s %d: %d signatures, %d entries, %d earlier\n", checkpoint.Origin, checkpoint.N, len(opened.Sigs), entries, earlier)
	return nil
}

func lines(content []byte) [][]byte {
	if len(content) == 0 {
		return nil
	}
	return bytes.Split(bytes.TrimSuffix(content, []byte("\n")), []byte("\n"))
}

func hash(text string) (tlog.Hash, error) {
	content, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(content) != tlog.HashSize {
		return tlog.Hash{}, fmt.Errorf("%q is no hash", text)
	}
	return tlog.Hash(content), nil
}
