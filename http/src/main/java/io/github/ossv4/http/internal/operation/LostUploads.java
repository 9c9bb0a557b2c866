// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.ListUploadsOptions;
import io.github.ossv4.http.internal.call.Deadline;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.multipart.UploadList;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The multipart uploads that OSS may have created although the response to their initiation was lost. Only uploads
 * without parts are aborted, so no data is lost. Thread-safe.
 */
public final class LostUploads implements Transport.Cleanup {
    /** An outage of days must not fill the heap. */
    private static final int MAX_LOST = 1_000;

    /** More than this client receives in the time of one call. */
    private static final int MAX_RECEIVED = 10_000;

    /** The server's time has whole seconds. */
    private static final Duration BEFORE = Duration.ofSeconds(2);

    /** OSS may execute a request after the client has given up. */
    private static final Duration AFTER = Duration.ofMinutes(1);

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Deque<Initiation> lost = new ArrayDeque<>();
    private final Deque<String> received = new ArrayDeque<>();

    /** Starts to watch an initiation; null if the client does not abort lost uploads. */
    static @Nullable Initiation watch(Transport transport, String key) {
        Instant now = transport.now();
        return transport.cleanup() instanceof LostUploads && now != null
                ? ((LostUploads) transport.cleanup()).new Initiation(transport, key, now)
                : null;
    }

    /** A call of InitiateMultipartUpload with its attempts. */
    final class Initiation {
        private final Transport transport;
        private final String key;
        private final Instant from;
        private volatile @Nullable Instant to;

        private Initiation(Transport transport, String key, Instant now) {
            this.transport = transport;
            this.key = key;
            this.from = now.minus(BEFORE);
        }

        /** Notes an upload whose response was received: it is in use. */
        void received(String uploadId) {
            synchronized (lost) {
                received.add(uploadId);
                if (received.size() > MAX_RECEIVED) {
                    received.remove();
                }
            }
        }

        /** Notes that the response of an attempt was lost. */
        void lost() {
            Instant now = transport.now();
            boolean first = to == null;
            to = now == null ? null : now.plus(AFTER);
            synchronized (lost) {
                if (first) {
                    lost.add(this);
                }
                if (lost.size() > MAX_LOST) {
                    lost.remove();
                }
            }
        }

        private boolean mayBeLost(UploadList.Upload upload) {
            Instant initiated = upload.initiated();
            Instant last = to;
            return upload.key().equals(key)
                    && initiated != null
                    && !initiated.isBefore(from)
                    && last != null
                    && !initiated.isAfter(last);
        }
    }

    /**
     * Lists the uploads of each lost initiation and aborts those that match. Ignores failures. Takes at most 10
     * seconds.
     */
    @Override
    public void run() {
        Deadline deadline = Deadline.in(LIMIT);
        Set<String> known;
        List<Initiation> all;
        synchronized (lost) {
            known = new HashSet<>(received);
            all = new ArrayList<>(lost);
            lost.clear();
        }
        for (Initiation initiation : all) {
            try {
                abort(initiation, known, deadline);
            } catch (IOException e) {
                // A lifecycle rule of the bucket aborts what is left.
            }
        }
    }

    private static void abort(Initiation initiation, Set<String> known, Deadline deadline) throws IOException {
        Transport transport = initiation.transport;
        ListUploadsOptions options =
                ListUploadsOptions.builder().prefix(initiation.key).build();
        UploadList page = ListMultipartUploads.exchange(transport, options)
                .limit(deadline)
                .execute();
        // A key with a thousand uploads in progress is not searched further.
        for (UploadList.Upload upload : page.uploads()) {
            if (initiation.mayBeLost(upload) && known.add(upload.uploadId())) {
                MultipartCalls calls = MultipartCalls.of(transport, upload.key(), upload.uploadId());
                if (calls.firstPartExchange().limit(deadline).execute().parts().isEmpty()) {
                    calls.abortExchange().limit(deadline).execute();
                }
            }
        }
    }
}
