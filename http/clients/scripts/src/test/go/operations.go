// SPDX-License-Identifier: Apache-2.0

// Operations of the Go SDK v1 against the emulator. Debian's version, 1.4, signs with V1, and writes spaces in keys as plus
// signs, so no key contains a space. GoSdkTest runs this program and sets the variables. It prints the name of each operation
// that passed, and stops at the first one that fails.
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
)

const bucketName = "examplebucket"
const part = 100 * 1024

var hello = []byte("hello")

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func require(condition bool, what any) {
	if !condition {
		panic(fmt.Sprint("wrong: ", what))
	}
}

func refused(code string, err error) {
	service, ok := err.(oss.ServiceError)
	require(ok, err)
	require(service.Code == code, service)
}

func content(length int) []byte {
	all := make([]byte, length)
	for i := range all {
		all[i] = byte(i * 7919 >> 3)
	}
	return all
}

type operation struct {
	name string
	run  func()
}

func main() {
	port := os.Getenv("EMULATOR_PORT")
	folder, err := os.MkdirTemp("", "ossv4-go-")
	must(err)
	defer os.RemoveAll(folder)
	run("path", "http://127.0.0.1:"+port, folder)
	// The emulator is the proxy, so nothing resolves the names in the domain.
	run("host", "http://"+os.Getenv("EMULATOR_DOMAIN")+":"+port, folder, oss.Proxy("http://127.0.0.1:"+port))
}

func run(style, endpoint, folder string, options ...oss.ClientOption) {
	client, err := oss.New(endpoint, os.Getenv("EMULATOR_ID"), os.Getenv("EMULATOR_SECRET"), options...)
	must(err)
	bucket, err := client.Bucket(bucketName)
	must(err)
	put := func(key string, options ...oss.Option) {
		must(bucket.PutObject(key, bytes.NewReader(hello), options...))
	}
	read := func(key string, options ...oss.Option) []byte {
		body, err := bucket.GetObject(key, options...)
		must(err)
		defer body.Close()
		all, err := io.ReadAll(body)
		must(err)
		return all
	}
	is := func(key string, expected []byte) { require(bytes.Equal(expected, read(key)), key) }
	file := func(name string, bytes []byte) string {
		path := filepath.Join(folder, name)
		must(os.WriteFile(path, bytes, 0o600))
		return path
	}

	// With a proxy the SDK sends a plus in a path as it is, and OSS reads it as a space: the signature does not match.
	plus := "+"
	if style == "host" {
		plus = " "
	}
	odd := "a/b%c" + plus + "d/你好.txt"

	operations := []operation{
		{"PutObject", func() { put(odd); is(odd, hello) }},
		{"PutEmptyObject", func() { must(bucket.PutObject("empty", bytes.NewReader(nil))); is("empty", nil) }},
		{"PutStream", func() {
			must(bucket.PutObject("stream", io.MultiReader(bytes.NewReader(content(300_000)))))
			is("stream", content(300_000))
		}},
		{"PutObjectFromFile", func() {
			must(bucket.PutObjectFromFile("file", file("file.bin", content(70_000))))
			is("file", content(70_000))
		}},
		{"PutObjectWithHeaders", func() {
			put("headers", oss.ContentType("text/plain"), oss.CacheControl("no-cache"), oss.Meta("user", "alice"))
			meta, err := bucket.GetObjectDetailedMeta("headers")
			must(err)
			require(meta.Get("Content-Type") == "text/plain" && meta.Get("X-Oss-Meta-User") == "alice", meta)
		}},
		{"GetObjectRange", func() { put("key"); require(string(read("key", oss.Range(1, 3))) == "ell", "range") }},
		{"GetObjectIfMatch", func() {
			_, err := bucket.GetObject("key", oss.IfMatch("\"00\""))
			refused("PreconditionFailed", err)
		}},
		{"GetMissingObject", func() {
			_, err := bucket.GetObject("missing")
			refused("NoSuchKey", err)
		}},
		{"GetObjectToFile", func() {
			path := filepath.Join(folder, "download")
			must(bucket.GetObjectToFile("key", path))
			got, err := os.ReadFile(path)
			must(err)
			require(bytes.Equal(hello, got), got)
		}},
		{"GetObjectMeta", func() {
			meta, err := bucket.GetObjectMeta("key")
			must(err)
			require(meta.Get("Content-Length") == "5", meta)
		}},
		{"SetObjectMeta", func() { must(bucket.SetObjectMeta("key", oss.Meta("user", "bob"))) }},
		{"IsObjectExist", func() {
			exists, err := bucket.IsObjectExist("key")
			must(err)
			missing, err := bucket.IsObjectExist("missing")
			must(err)
			require(exists && !missing, exists)
		}},
		{"AppendObject", func() {
			next, err := bucket.AppendObject("log", bytes.NewReader(hello), 0)
			must(err)
			next, err = bucket.AppendObject("log", bytes.NewReader(hello), next)
			must(err)
			require(next == 10, next)
			is("log", []byte("hellohello"))
		}},
		{"CopyObject", func() {
			source, target := "a"+plus+"b/源", "copies/"+plus+"你好"
			put(source)
			_, err := bucket.CopyObject(source, target)
			must(err)
			is(target, hello)
		}},
		{"SetObjectACL", func() { must(bucket.SetObjectACL("key", oss.ACLPublicRead)) }},
		{"GetObjectACL", func() {
			acl, err := bucket.GetObjectACL("key")
			must(err)
			require(acl.ACL == string(oss.ACLPublicRead), acl)
		}},
		{"PutSymlink", func() { must(bucket.PutSymlink("link", "key")); is("link", hello) }},
		{"GetSymlink", func() {
			meta, err := bucket.GetSymlink("link")
			must(err)
			require(meta.Get("X-Oss-Symlink-Target") == "key", meta)
		}},
		{"RestoreObject", func() { refused("OperationNotSupported", bucket.RestoreObject("key")) }},
		{"ListObjectsByDirectory", func() {
			put("dir/a/1")
			put("dir/b")
			list, err := bucket.ListObjects(oss.Prefix("dir/"), oss.Delimiter("/"))
			must(err)
			require(len(list.Objects) == 1 && list.CommonPrefixes[0] == "dir/a/", list)
		}},
		{"ListObjectsByPages", func() {
			for i := 0; i < 25; i++ {
				put(fmt.Sprintf("pages/%02d", i))
			}
			marker, count := "", 0
			for truncated := true; truncated; {
				page, err := bucket.ListObjects(oss.Prefix("pages/"), oss.MaxKeys(10), oss.Marker(marker))
				must(err)
				count += len(page.Objects)
				marker, truncated = page.NextMarker, page.IsTruncated
			}
			require(count == 25, count)
		}},
		{"DeleteObject", func() { must(bucket.DeleteObject("dir/b")); must(bucket.DeleteObject("dir/b")) }},
		{"DeleteObjects", func() {
			result, err := bucket.DeleteObjects([]string{"pages/00", "pages/01", "a+b/源"})
			must(err)
			require(len(result.DeletedObjects) == 3, result)
		}},
		{"DeleteObjectsQuietly", func() {
			result, err := bucket.DeleteObjects([]string{"pages/02"}, oss.DeleteObjectsQuiet(true))
			must(err)
			require(len(result.DeletedObjects) == 0, result)
		}},
		{"MultipartUpload", func() {
			upload, err := bucket.InitiateMultipartUpload("large")
			must(err)
			first, err := bucket.UploadPart(upload, bytes.NewReader(content(part)), part, 1)
			must(err)
			second, err := bucket.UploadPart(upload, bytes.NewReader(hello), 5, 2)
			must(err)
			listed, err := bucket.ListUploadedParts(upload)
			must(err)
			require(len(listed.UploadedParts) == 2, listed)
			_, err = bucket.CompleteMultipartUpload(upload, []oss.UploadPart{first, second})
			must(err)
			is("large", append(content(part), hello...))
		}},
		{"SmallPartIsRefused", func() {
			upload, err := bucket.InitiateMultipartUpload("small")
			must(err)
			first, err := bucket.UploadPart(upload, bytes.NewReader(hello), 5, 1)
			must(err)
			second, err := bucket.UploadPart(upload, bytes.NewReader(hello), 5, 2)
			must(err)
			_, err = bucket.CompleteMultipartUpload(upload, []oss.UploadPart{first, second})
			refused("EntityTooSmall", err)
			must(bucket.AbortMultipartUpload(upload))
		}},
		{"AbortMultipartUpload", func() {
			upload, err := bucket.InitiateMultipartUpload("aborted")
			must(err)
			must(bucket.AbortMultipartUpload(upload))
			_, err = bucket.UploadPart(upload, bytes.NewReader(hello), 5, 1)
			refused("NoSuchUpload", err)
		}},
		{"ListMultipartUploads", func() {
			upload, err := bucket.InitiateMultipartUpload("listed")
			must(err)
			list, err := bucket.ListMultipartUploads()
			must(err)
			require(len(list.Uploads) == 1, list)
			must(bucket.AbortMultipartUpload(upload))
		}},
		{"UploadPartCopy", func() {
			upload, err := bucket.InitiateMultipartUpload("part-copy")
			must(err)
			copied, err := bucket.UploadPartCopy(upload, bucketName, "large", 0, part, 1)
			must(err)
			_, err = bucket.CompleteMultipartUpload(upload, []oss.UploadPart{copied})
			must(err)
			is("part-copy", content(part))
		}},
		{"UploadFile", func() {
			path := file("resumable.bin", content(5*part+7))
			must(bucket.UploadFile("resumable", path, part, oss.Routines(3), oss.Checkpoint(true, path+".cp")))
			is("resumable", content(5*part+7))
		}},
		{"DownloadFile", func() {
			path := filepath.Join(folder, "downloaded.bin")
			must(bucket.DownloadFile("resumable", path, part, oss.Routines(3), oss.Checkpoint(true, path+".cp")))
			got, err := os.ReadFile(path)
			must(err)
			require(bytes.Equal(content(5*part+7), got), len(got))
		}},
		{"CopyFile", func() {
			must(bucket.CopyFile(bucketName, "resumable", "copied-file", part, oss.Routines(3)))
			is("copied-file", content(5*part+7))
		}},
		{"CreateBucket", func() { must(client.CreateBucket("go-bucket")) }},
		{"ListBuckets", func() {
			list, err := client.ListBuckets()
			must(err)
			require(len(list.Buckets) == 2, list)
		}},
		{"IsBucketExist", func() {
			exists, err := client.IsBucketExist("go-bucket")
			must(err)
			require(exists, exists)
		}},
		{"DeleteBucket", func() { must(client.DeleteBucket("go-bucket")) }},
		{"DeleteBucketWithObjects", func() { refused("BucketNotEmpty", client.DeleteBucket(bucketName)) }},
		{"GetBucketInfo", func() {
			info, err := client.GetBucketInfo(bucketName)
			must(err)
			require(info.BucketInfo.Name == bucketName, info)
		}},
		{"GetBucketLocation", func() {
			location, err := client.GetBucketLocation(bucketName)
			must(err)
			require(location == "oss-cn-hangzhou", location)
		}},
		{"SetBucketACL", func() { must(client.SetBucketACL(bucketName, oss.ACLPrivate)) }},
		{"GetBucketACL", func() {
			acl, err := client.GetBucketACL(bucketName)
			must(err)
			require(acl.ACL == string(oss.ACLPrivate), acl)
		}},
		{"SetBucketCORS", func() {
			rule := oss.CORSRule{AllowedOrigin: []string{"https://app.example.com"}, AllowedMethod: []string{"PUT"}}
			must(client.SetBucketCORS(bucketName, []oss.CORSRule{rule}))
			cors, err := client.GetBucketCORS(bucketName)
			must(err)
			require(len(cors.CORSRules) == 1, cors)
			must(client.DeleteBucketCORS(bucketName))
		}},
		{"WrongSecretIsRefused", func() {
			other, err := oss.New(endpoint, os.Getenv("EMULATOR_ID"), "wrong", options...)
			must(err)
			wrong, err := other.Bucket(bucketName)
			must(err)
			refused("SignatureDoesNotMatch", wrong.PutObject("key", bytes.NewReader(hello)))
		}},
		{"MissingOperationIsRejectedOnce", func() {
			must(bucket.PutSymlink("link", "key"))
			_, err := bucket.CopyObject("link", "copy")
			refused("NotImplemented", err)
		}},
	}
	for _, operation := range operations {
		func() {
			defer func() {
				if failure := recover(); failure != nil {
					fmt.Printf("FAILED %s %s: %v\n", style, operation.name, failure)
					os.Exit(1)
				}
			}()
			operation.run()
			fmt.Println("passed", style, operation.name)
		}()
	}
	list, err := bucket.ListObjects(oss.MaxKeys(1000))
	must(err)
	for _, object := range list.Objects {
		must(bucket.DeleteObject(object.Key))
	}
}
