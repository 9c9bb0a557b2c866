// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Compares a file with an object without downloading it: HeadObject, length, CRC64. */
final class VerifyFile {
    /** More threads would wait for the disk. */
    private static final int MAX_THREADS = 4;

    private VerifyFile() {}

    static VerifyResult execute(Transport transport, String key, Path path, HeadOptions options) throws IOException {
        UploadFile file = UploadFile.of(path);
        // A file that does not exist fails before a request is sent.
        long size = file.attributes().size();
        return compare(HeadObject.exchange(transport, key, options).execute(), file, size);
    }

    /** Cancelling stops the request; a file that is being read is read to its end. */
    static CompletableFuture<VerifyResult> enqueue(Transport transport, String key, Path file, HeadOptions options)
            throws IOException {
        return enqueue(HeadObject.exchange(transport, key, options), UploadFile.of(file));
    }

    static CancellableFuture<VerifyResult> enqueue(Exchange<ObjectMetadata> head, UploadFile file) throws IOException {
        long size = file.attributes().size();
        CancellableFuture<ObjectMetadata> heading = head.enqueue();
        CancellableFuture<VerifyResult> future = new CancellableFuture<>();
        future.cancels(heading);
        heading.whenIdle((metadata, failure) -> {
            try {
                if (failure != null) {
                    future.fail(failure);
                } else if (!future.isDone()) {
                    future.succeed(compare(metadata, file, size));
                }
            } catch (Throwable t) {
                future.fail(t);
            }
        });
        return future;
    }

    private static VerifyResult compare(ObjectMetadata metadata, UploadFile file, long size) throws IOException {
        if (metadata.size() != size) {
            return new VerifyResult(VerifyResult.Outcome.OTHER_LENGTH, metadata, size, null);
        }
        Long remote = metadata.crc64();
        if (remote == null) {
            return new VerifyResult(VerifyResult.Outcome.UNKNOWN, metadata, size, null);
        }
        long local = FileCrc64.compute(
                file, Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()));
        return new VerifyResult(
                local == remote ? VerifyResult.Outcome.SAME : VerifyResult.Outcome.OTHER_CRC64, metadata, size, local);
    }
}
