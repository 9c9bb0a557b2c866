// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.callback.CallbackNotice;
import io.github.ossv4.callback.CallbackVariable;
import io.github.ossv4.callback.ObjectFacts;
import io.github.ossv4.http.CallbackConfirmation;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.internal.call.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;

/** Compares a callback with the metadata of its object, by HeadObject. */
public final class ConfirmCallback {
    private ConfirmCallback() {}

    public static CallbackConfirmation confirm(Transport transport, CallbackNotice notice, String key, Duration limit)
            throws IOException {
        String bucket = notice.bucket();
        if (bucket != null && !bucket.equals(transport.bucket())) {
            return CallbackConfirmation.of(null, EnumSet.of(CallbackVariable.BUCKET));
        }
        ObjectMetadata metadata;
        try {
            metadata = HeadObject.exchange(transport, key, GetOptions.NONE)
                    .limit(limit)
                    .execute();
        } catch (ServiceException e) {
            if (e.isNotFound()) {
                return CallbackConfirmation.of(null, EnumSet.of(CallbackVariable.OBJECT));
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
        return CallbackConfirmation.of(metadata, notice.contradictions(facts.build()));
    }
}
