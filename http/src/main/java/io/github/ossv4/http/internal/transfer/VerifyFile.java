// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.VerifyResult;
import io.github.ossv4.http.internal.call.AsyncCall;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.file.FileChecksum;
import io.github.ossv4.http.internal.file.UploadFile;
import io.github.ossv4.http.internal.operation.HeadObject;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Compares a file with an object without downloading it: HeadObject, length, CRC64. */
public final class VerifyFile {
    private VerifyFile() {}

    public static VerifyResult execute(Transport transport, String key, Path path, GetOptions options)
            throws IOException {
        Exchange<ObjectMetadata> head = HeadObject.exchange(transport, key, options);
        UploadFile file = UploadFile.of(path);
        // A file that does not exist fails before a request is sent.
        long size = file.attributes().size();
        return FileChecksum.compare(head.execute(), file, size);
    }

    /** Cancelling stops the request; a file that is being read is read to its end. */
    public static CompletableFuture<VerifyResult> enqueue(
            Transport transport, String key, Path path, GetOptions options) throws IOException {
        Exchange<ObjectMetadata> head = HeadObject.exchange(transport, key, options);
        UploadFile file = UploadFile.of(path);
        long size = file.attributes().size();
        return AsyncCall.start(
                transport,
                transport.deadline(),
                "the verification of " + PrintableText.escape(key),
                scope -> FileChecksum.compare(head.execute(scope), file, size));
    }
}
