// SPDX-License-Identifier: Apache-2.0

// Stores and reads an object over https. SSL_CERT_FILE names the certificate to trust.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
)

func run() error {
	client, err := oss.New(os.Getenv("EMULATOR_HTTPS"), os.Getenv("EMULATOR_ID"), os.Getenv("EMULATOR_SECRET"))
	if err != nil {
		return err
	}
	bucket, err := client.Bucket("examplebucket")
	if err != nil {
		return err
	}
	if err := bucket.PutObject("a", strings.NewReader("hello")); err != nil {
		return err
	}
	body, err := bucket.GetObject("a")
	if err != nil {
		return err
	}
	defer body.Close()
	content, err := io.ReadAll(body)
	if err == nil && string(content) != "hello" {
		err = fmt.Errorf("wrong content: %q", content)
	}
	return err
}

func main() {
	if err := run(); err != nil {
		fmt.Println("failed", err)
	} else {
		fmt.Println("passed")
	}
}
