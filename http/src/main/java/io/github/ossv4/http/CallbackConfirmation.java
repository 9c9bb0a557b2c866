// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.CallbackNotice;
import io.github.ossv4.callback.CallbackVariable;
import io.github.ossv4.callback.ObjectFacts;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of a callback with the metadata of its object. Use {@link #metadata} from then on: a value that the notice
 * leaves out contradicts nothing. Immutable.
 */
public final class CallbackConfirmation {
    private final @Nullable ObjectMetadata metadata;
    private final Set<CallbackVariable> contradictions;

    private CallbackConfirmation(@Nullable ObjectMetadata metadata, Set<CallbackVariable> contradictions) {
        this.metadata = metadata;
        this.contradictions = Collections.unmodifiableSet(contradictions);
    }

    static CallbackConfirmation of(Transport transport, CallbackNotice notice, String key, Duration limit)
            throws IOException {
        String bucket = notice.bucket();
        if (bucket != null && !bucket.equals(transport.bucket())) {
            return new CallbackConfirmation(null, EnumSet.of(CallbackVariable.BUCKET));
        }
        ObjectMetadata metadata;
        try {
            metadata = HeadObject.exchange(transport, key, HeadOptions.NONE)
                    .limit(limit)
                    .execute();
        } catch (ServiceException e) {
            if (HeadObject.isMissing(e)) {
                return new CallbackConfirmation(null, EnumSet.of(CallbackVariable.OBJECT));
            }
            throw e;
        }
        ObjectFacts.Builder facts = ObjectFacts.builder(transport.bucket(), key).size(metadata.size());
        if (metadata.etag() != null) {
            facts.etag(metadata.etag());
        }
        if (metadata.crc64() != null) {
            facts.crc64(metadata.crc64());
        }
        if (metadata.contentType() != null) {
            facts.mimeType(metadata.contentType());
        }
        String contentMd5 = metadata.header("Content-MD5");
        if (contentMd5 != null) {
            facts.contentMd5(contentMd5);
        }
        return new CallbackConfirmation(metadata, notice.contradictions(facts.build()));
    }

    /** Returns whether the object exists, and no value of the notice differs. */
    public boolean isConfirmed() {
        return contradictions.isEmpty();
    }

    /**
     * Returns the variables that differ: {@code BUCKET} if it is not the client's, {@code OBJECT} if no object has that key,
     * otherwise size, ETag, CRC64, content type or MD5. Empty if the notice is confirmed. An object that was replaced
     * meanwhile differs from the one that the callback reports.
     */
    public Set<CallbackVariable> contradictions() {
        return contradictions;
    }

    /** Returns the metadata of the object; null if it was not found or not requested. */
    public @Nullable ObjectMetadata metadata() {
        return metadata;
    }

    @Override
    public String toString() {
        return "CallbackConfirmation{" + (isConfirmed() ? "confirmed" : "contradicts " + contradictions) + ", "
                + metadata + "}";
    }
}
