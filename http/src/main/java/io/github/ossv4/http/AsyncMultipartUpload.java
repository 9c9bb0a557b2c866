// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.UploadedPart;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The asynchronous calls of a {@link MultipartUpload}; see {@link AsyncBucketClient}. Thread-safe. */
public interface AsyncMultipartUpload {
    /** Uploads a part. Equivalent to {@link MultipartUpload#uploadPart(int, Body)}. */
    default CompletableFuture<UploadedPart> uploadPart(int number, Body body) {
        return uploadPart(number, body, PartOptions.NONE);
    }

    /** Uploads a part. Equivalent to {@link MultipartUpload#uploadPart(int, Body, PartOptions)}. */
    CompletableFuture<UploadedPart> uploadPart(int number, Body body, PartOptions options);

    /** Copies a range of an object to a part. Equivalent to {@link MultipartUpload#uploadPartCopy}. */
    CompletableFuture<UploadedPart> uploadPartCopy(int number, CopySource source, long first, long length);

    /** Completes the upload. Equivalent to {@link MultipartUpload#complete(List)}. */
    default CompletableFuture<PutResult> complete(List<UploadedPart> parts) {
        return complete(parts, CompleteOptions.NONE);
    }

    /** Completes the upload. Equivalent to {@link MultipartUpload#complete(List, CompleteOptions)}. */
    CompletableFuture<PutResult> complete(List<UploadedPart> parts, CompleteOptions options);

    /** Completes the upload with all its parts. Equivalent to {@link MultipartUpload#completeAll(CompleteOptions)}. */
    CompletableFuture<PutResult> completeAll(CompleteOptions options);
}
