#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Operations of curl against the emulator. URLs and forms are signed by openssl. CurlTest runs this script and sets the variables.
# It prints the name of each operation that passed, and stops at the first one that fails.
set -euo pipefail

: "${EMULATOR_PORT:?}" "${EMULATOR_DOMAIN:?}" "${EMULATOR_ID:?}" "${EMULATOR_SECRET:?}" "${CALLBACK_URL:?}"
bucket=examplebucket
region=cn-hangzhou
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

hmac() { # key as hexadecimal digits, text
  printf %s "$2" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$1" -r | cut -d' ' -f1
}

hex() {
  printf %s "$1" | od -An -v -tx1 | tr -d ' \n'
}

signing_key() { # date
  local key
  key=$(hmac "$(hex "aliyun_v4$EMULATOR_SECRET")" "$1")
  for part in "$region" oss aliyun_v4_request; do
    key=$(hmac "$key" "$part")
  done
  printf %s "$key"
}

# Prints a presigned URL of a method, bucket, key and query; the texts are percent-encoded, and the query is sorted. Headers that
# must be signed follow as "name:value".
presign() {
  local method=$1 bucket=$2 key=$3 query=$4
  shift 4
  local time date credential all headers='' canonical text signature
  time=$(date -u +%Y%m%dT%H%M%SZ)
  date=${time%T*}
  credential="$EMULATOR_ID%2F$date%2F$region%2Foss%2Faliyun_v4_request"
  all=$(printf '%s\n' ${query//&/ } "x-oss-credential=$credential" "x-oss-date=$time" x-oss-expires=60 \
    x-oss-signature-version=OSS4-HMAC-SHA256 | LC_ALL=C sort -t= -k1,1 | paste -sd '&')
  if [ $# -gt 0 ]; then
    headers=$(printf '%s\n' "$@" | LC_ALL=C sort -t: -k1,1)$'\n'
  fi
  local resource="/${bucket:+$bucket/}$key"
  canonical="$method"$'\n'"$resource"$'\n'"$all"$'\n'"$headers"$'\n\n'UNSIGNED-PAYLOAD
  text="OSS4-HMAC-SHA256"$'\n'"$time"$'\n'"$date/$region/oss/aliyun_v4_request"$'\n'"$(printf %s "$canonical" | sha256sum | cut -d' ' -f1)"
  signature=$(hmac "$(signing_key "$date")" "$text")
  local url
  if [ "$style" = path ] || [ -z "$bucket" ]; then
    url="http://127.0.0.1:$EMULATOR_PORT$resource"
  else
    url="http://$bucket.$EMULATOR_DOMAIN:$EMULATOR_PORT/$key"
  fi
  printf '%s?%s&x-oss-signature=%s' "$url" "$all" "$signature"
}

fetch() {
  curl --silent --show-error --max-time 20 --resolve "*:$EMULATOR_PORT:127.0.0.1" --output "$work/body" --dump-header "$work/head" \
    --write-out '%{http_code}' "$@"
}

fail() {
  echo "FAILED $style $name: $*" >&2
  cat "$work/head" "$work/body" >&2
  exit 1
}

# Sends a presigned request, and checks its status: name, status, method, key, query, then arguments for curl. The headers that
# must be signed are in the array "signed".
signed=()
run() {
  name=$1
  local status=$2 method=$3 key=$4 query=$5 actual url
  shift 5
  local arguments=(--request "$method")
  # curl adds the type of a form, which would have to be signed.
  [[ "${signed[*]}" == content-type:* ]] || arguments+=(--header Content-Type:)
  for header in "${signed[@]}"; do
    arguments+=(--header "$header")
  done
  [ "$method" != HEAD ] || arguments=(--head)
  url=$(presign "$method" "$target" "$key" "$query" "${signed[@]}")
  : >"$work/body"
  actual=$(fetch "${arguments[@]}" "$@" "$url")
  [ "$actual" = "$status" ] || fail "status $actual instead of $status"
  echo "passed $style $name"
}

contains() {
  grep -qF -- "$1" "$work/body" || fail "the body lacks $1"
}

has() { # header
  grep -qi -- "^$1" "$work/head" || fail "no header $1"
}

value() { # element
  sed -n "s:.*<$1>\\(.*\\)</$1>.*:\\1:p" "$work/body" | head -1
}

printf hello >"$work/hello"
head -c 102400 /dev/urandom >"$work/part"

for style in path host; do
  target=$bucket

  # Objects.
  signed=(content-type:text/plain x-oss-meta-user:alice)
  run PutObject 200 PUT a%20b/%E4%BD%A0%2B.txt '' --data-binary @"$work/hello"
  has 'ETag: "5D41402ABC4B2A76B9719D911017C592"'
  has 'x-oss-hash-crc64ecma: '
  signed=()
  run GetObject 200 GET a%20b/%E4%BD%A0%2B.txt ''
  contains hello
  has 'x-oss-meta-user: alice'
  run GetObjectRange 206 GET a%20b/%E4%BD%A0%2B.txt '' --range 1-3
  [ "$(cat "$work/body")" = ell ] || fail range
  run GetObjectWithOtherHeaders 200 GET a%20b/%E4%BD%A0%2B.txt 'response-content-type=text%2Fcsv'
  has 'Content-Type: text/csv'
  run GetObjectIfMatch 412 GET a%20b/%E4%BD%A0%2B.txt '' --header 'If-Match: "00"'
  run HeadObject 200 HEAD a%20b/%E4%BD%A0%2B.txt ''
  has 'Content-Length: 5'
  run HeadMissingObject 404 HEAD missing ''
  has 'x-oss-err: '
  run GetMissingObject 404 GET missing ''
  contains '<Code>NoSuchKey</Code>'
  run GetObjectMeta 200 HEAD a%20b/%E4%BD%A0%2B.txt objectMeta
  run PutEmptyObject 200 PUT empty '' --data-binary ''
  run PutObjectChunked 200 PUT chunked '' --header 'Transfer-Encoding: chunked' --data-binary @"$work/part"
  run GetChunkedObject 200 GET chunked ''
  cmp "$work/part" "$work/body" || fail content
  run PutObjectExpectContinue 200 PUT continue '' --header 'Expect: 100-continue' --data-binary @"$work/part"
  signed=(x-oss-forbid-overwrite:true)
  run PutObjectForbidOverwrite 409 PUT empty '' --data-binary x
  contains FileAlreadyExists
  signed=(content-md5:AAAAAAAAAAAAAAAAAAAAAA==)
  run PutObjectWithWrongMd5 400 PUT md5 '' --data-binary x
  contains InvalidDigest
  callback=$(printf '{"callbackUrl":"%s","callbackBody":"key=${object}","callbackBodyType":"application/x-www-form-urlencoded"}' \
    "$CALLBACK_URL" | base64 -w0)
  signed=("x-oss-callback:$callback")
  run PutObjectWithCallback 200 PUT callback '' --data-binary x
  [ "$(grep -c '<Error>' "$work/body")" = 0 ] || fail 'no callback response'
  signed=("x-oss-callback:$(printf '{"callbackUrl":"http://127.0.0.1:9/","callbackBody":"a=1"}' | base64 -w0)")
  run PutObjectWithFailingCallback 203 PUT callback '' --data-binary x
  contains CallbackFailed
  signed=()
  run AppendObject 200 POST log 'append&position=0' --data-binary hello
  has 'x-oss-next-append-position: 5'
  run AppendObjectAtWrongPosition 409 POST log 'append&position=1' --data-binary hello
  contains PositionNotEqualToLength
  signed=(x-oss-copy-source:/$bucket/a%20b/%E4%BD%A0%2B.txt)
  run CopyObject 200 PUT copy ''
  contains CopyObjectResult
  signed=(x-oss-object-acl:public-read)
  run PutObjectACL 200 PUT copy acl
  signed=()
  run GetObjectACL 200 GET copy acl
  contains public-read
  run PutObjectTagging 200 PUT copy tagging --data-binary '<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>'
  run GetObjectTagging 200 GET copy tagging
  contains '<Value>1</Value>'
  run DeleteObjectTagging 204 DELETE copy tagging
  signed=(x-oss-symlink-target:copy)
  run PutSymlink 200 PUT link symlink
  signed=()
  run GetSymlink 200 GET link symlink
  has 'x-oss-symlink-target: copy'
  run DeleteObject 204 DELETE copy ''
  run GetBrokenSymlink 404 GET link ''
  contains SymlinkTargetNotExist

  # Lists.
  run ListObjects 200 GET '' 'delimiter=%2F'
  contains '<Prefix>a b/</Prefix>'
  run ListObjectsV2 200 GET '' 'encoding-type=url&list-type=2&max-keys=1'
  contains '<IsTruncated>true</IsTruncated>'
  run ListObjectVersions 200 GET '' versions
  contains ListVersionsResult
  document='<Delete><Object><Key>chunked</Key></Object><Object><Key>continue</Key></Object></Delete>'
  signed=("content-md5:$(printf %s "$document" | openssl dgst -md5 -binary | base64)")
  run DeleteMultipleObjects 200 POST '' delete --data-binary "$document"
  contains '<Key>chunked</Key>'
  signed=()

  # Multipart uploads.
  run InitiateMultipartUpload 200 POST large uploads
  id=$(value UploadId)
  run UploadPart 200 PUT large "partNumber=1&uploadId=$id" --data-binary @"$work/part"
  etag=$(sed -n 's/^ETag: \(.*\)\r$/\1/Ip' "$work/head")
  run ListParts 200 GET large "uploadId=$id"
  contains '<Size>102400</Size>'
  run ListMultipartUploads 200 GET '' uploads
  contains "$id"
  run CompleteMultipartUpload 200 POST large "uploadId=$id" \
    --data-binary "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>$etag</ETag></Part></CompleteMultipartUpload>"
  run GetLargeObject 200 GET large ''
  cmp "$work/part" "$work/body" || fail content
  run InitiateSecondUpload 200 POST copied uploads
  id=$(value UploadId)
  signed=(x-oss-copy-source:/$bucket/large x-oss-copy-source-range:bytes=0-102399)
  run UploadPartCopy 200 PUT copied "partNumber=1&uploadId=$id"
  has 'ETag: '
  signed=()
  run AbortMultipartUpload 204 DELETE copied "uploadId=$id"
  run UploadToAbortedUpload 404 PUT copied "partNumber=1&uploadId=$id" --data-binary x
  contains NoSuchUpload

  # Buckets.
  run GetBucketInfo 200 GET '' bucketInfo
  run GetBucketLocation 200 GET '' location
  contains oss-cn-hangzhou
  run GetBucketStat 200 GET '' stat
  run GetBucketAcl 200 GET '' acl
  target=curl-bucket
  run PutBucket 200 PUT '' ''
  run DeleteBucket 204 DELETE '' ''
  target=''
  run ListBuckets 200 GET '' ''
  contains "<Name>$bucket</Name>"
  target=$bucket
  run MissingOperation 400 GET '' inventory

  run DeleteLog 204 DELETE log ''

  # Signatures and forms.
  name=ChangedUrl
  [ "$(fetch "$(presign GET "$bucket" large '' | sed 's/x-oss-expires=60/x-oss-expires=61/')")" = 403 ] || fail status
  contains SignatureDoesNotMatch
  echo "passed $style $name"
  name=PostObject
  time=$(date -u +%Y%m%dT%H%M%SZ)
  credential="$EMULATOR_ID/${time%T*}/$region/oss/aliyun_v4_request"
  policy=$(printf '{"expiration":"%s","conditions":[{"bucket":"%s"},["starts-with","$key","form"],{"x-oss-credential":"%s"},{"x-oss-date":"%s"},{"x-oss-signature-version":"OSS4-HMAC-SHA256"}]}' \
    "$(date -u -d '+1 minute' +%Y-%m-%dT%H:%M:%SZ)" "$bucket" "$credential" "$time" | base64 -w0)
  form=(--form-string key=form/posted --form-string "policy=$policy" --form-string "x-oss-credential=$credential"
    --form-string "x-oss-date=$time" --form-string x-oss-signature-version=OSS4-HMAC-SHA256
    --form-string "x-oss-signature=$(hmac "$(signing_key "${time%T*}")" "$policy")" --form-string success_action_status=201)
  url="http://127.0.0.1:$EMULATOR_PORT/$bucket"
  [ "$style" = path ] || url="http://$bucket.$EMULATOR_DOMAIN:$EMULATOR_PORT/"
  [ "$(fetch "${form[@]}" --form "file=@$work/hello" "$url")" = 201 ] || fail status
  contains '<Key>form/posted</Key>'
  echo "passed $style $name"
  name=PostObjectOutsideItsPolicy
  form[1]=key=other
  [ "$(fetch "${form[@]}" --form "file=@$work/hello" "$url")" = 403 ] || fail status
  contains AccessDenied
  echo "passed $style $name"
done
