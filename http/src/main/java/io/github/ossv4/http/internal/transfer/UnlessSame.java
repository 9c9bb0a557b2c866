// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.TransferListener;
import io.github.ossv4.http.VerifyResult;
import io.github.ossv4.http.internal.call.CancellableFuture;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.file.UploadFile;
import io.github.ossv4.http.internal.operation.HeadObject;
import java.io.IOException;

/** Compares a file of a directory with its object, and transfers it only if they differ or one does not exist. */
final class UnlessSame {
    private UnlessSame() {}

    /**
     * Starts the comparison. The future's result is a {@link VerifyResult} if they are the same, otherwise that of the
     * transfer.
     *
     * @param head requests the metadata of the object
     * @param skip runs if they are the same
     */
    static CancellableFuture<?> start(
            Exchange<ObjectMetadata> head,
            UploadFile file,
            DirectoryRun.Entry entry,
            TransferListener progress,
            CancellableFuture.Step skip,
            DirectoryRun.Start transfer)
            throws IOException {
        CancellableFuture<Object> future = new CancellableFuture<>();
        CancellableFuture<VerifyResult> verifying = VerifyFile.enqueue(head, file);
        future.cancels(verifying);
        verifying.whenIdle((result, failure) -> {
            try {
                if (failure != null && !HeadObject.isMissing(failure)) {
                    future.fail(failure);
                } else if (failure == null && result.isSame()) {
                    skip.run();
                    future.succeed(result);
                } else if (future.isDone()) {
                    future.markIdle();
                } else {
                    future.completeWith(transfer.start(entry, progress));
                }
            } catch (Throwable t) {
                future.fail(t);
            }
        });
        return future;
    }
}
