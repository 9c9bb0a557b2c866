// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.SavedObject;
import io.github.ossv4.http.Transfer;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.internal.call.AsyncCall;
import io.github.ossv4.http.internal.call.Deadline;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.file.DownloadTarget;
import io.github.ossv4.http.internal.file.FileTransfers;
import io.github.ossv4.http.internal.file.PartSource;
import io.github.ossv4.http.internal.file.UploadFile;
import io.github.ossv4.internal.text.ResourceNames;
import io.github.ossv4.multipart.PartPlan;
import java.io.IOException;

/** The transfers of a client whose files another module opens. */
public final class ClientFileTransfers extends FileTransfers {
    private final Transport transport;

    /** @throws IllegalStateException if the client is closed */
    public ClientFileTransfers(Transport transport) {
        transport.checkOpen();
        this.transport = transport;
    }

    @Override
    public Transfer<PutResult> upload(String key, UploadFile file, long size, UploadOptions options)
            throws IOException {
        ResourceNames.checkKey(key);
        PartSource source = PartSource.of(file);
        if (source.length() != size) {
            throw new IOException("the file changed: it had " + size + " bytes and has " + source.length());
        }
        return new FileUpload(transport, key, source, options).call().start();
    }

    @Override
    public Transfer<SavedObject> download(String key, DownloadTarget target, long size, DownloadOptions options) {
        Long partSize = options.partSize();
        if (options.timeout() == null && size <= (partSize == null ? PartPlan.DEFAULT_PART_SIZE : partSize)) {
            return AsyncCall.start(
                    transport,
                    Deadline.NONE,
                    FileDownload.label(key),
                    scope -> new SaveToFile(transport, key, target, options).execute(scope));
        }
        return new FileDownload(transport, key, target, options)
                .discardUnwritable()
                .call()
                .start();
    }

    @Override
    public boolean isOfClientOf(FileTransfers other) {
        return transport.isOfClientOf(((ClientFileTransfers) other).transport);
    }
}
