// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.SavedObject;
import io.github.ossv4.http.internal.call.Deadline;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.OssResponse;
import io.github.ossv4.http.internal.call.Scope;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.file.DownloadTarget;
import io.github.ossv4.http.internal.file.TargetFile;
import io.github.ossv4.http.internal.operation.GetObject;
import io.github.ossv4.http.internal.operation.OpenObject;
import java.io.IOException;
import java.nio.file.Path;
import okio.BufferedSink;
import okio.Okio;

/** Saves a download to a temporary file, which replaces the file when all bytes were received and checked. */
final class SaveToFile {
    private final String key;
    private final Path file;
    private final GetOptions options;
    private final Operation operation;
    private final Transport transport;
    private final DownloadTarget place;
    private final boolean keepTime;
    private long size;

    /**
     * Creates the download of an object that is received in one request. The checkpoint, timeout and listener are not
     * used.
     */
    SaveToFile(Transport transport, String key, DownloadTarget place, DownloadOptions options) {
        this.key = key;
        this.file = place.file();
        this.options = getOptions(options);
        this.operation = GetObject.operation(key, this.options).retryOnMismatch();
        this.keepTime = options.keepTime();
        this.transport = transport;
        this.place = place;
    }

    private static GetOptions getOptions(DownloadOptions options) {
        GetOptions.Builder get = GetOptions.builder().conditions(options.conditions());
        if (options.versionId() != null) {
            get.versionId(options.versionId());
        }
        if (options.process() != null) {
            get.process(options.process());
        }
        if (options.trafficLimit() != null) {
            get.trafficLimit(options.trafficLimit());
        }
        return get.build();
    }

    private SavedObject save(OssResponse response, TargetFile target) throws IOException {
        try (OpenObject result = GetObject.open(operation, key, options, response)) {
            BufferedSink sink = Okio.buffer(target.sinkAt(0));
            long length = result.writeTo(sink);
            sink.flush();
            target.endAt(length);
            size = length;
            return SavedObject.of(file, result.metadata(), result.isCrcChecked());
        }
    }

    /** Creates the temporary file first: if the directory is not writable, no request is sent. */
    SavedObject execute(Scope scope) throws IOException {
        Deadline deadline = transport.deadline();
        TargetFile target = TargetFile.create(place);
        try {
            Exchange<SavedObject> exchange = new Exchange<>(transport, operation, response -> save(response, target));
            SavedObject saved = exchange.limit(deadline).execute(scope);
            scope.check();
            target.move(size, keepTime ? FileDownload.timeOf(saved.metadata()) : null);
            return saved;
        } catch (Throwable t) {
            target.discard(t);
            throw t;
        }
    }
}
