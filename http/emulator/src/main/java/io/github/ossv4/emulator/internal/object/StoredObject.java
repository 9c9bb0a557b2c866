// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.wire.HttpDate;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored object.
 *
 * @param epochSecond the time at which it was stored or last appended to, as precisely as OSS returns it
 */
public record StoredObject(@Nullable String versionId, ObjectBody body, ObjectAttributes attributes, long epochSecond)
        implements Version {
    /** The header with the time of a SealAppendObject. */
    public static final String SEALED_TIME = "x-oss-sealed-time";

    /** Returns an object that was stored at {@code lastModified}. */
    public static StoredObject of(
            @Nullable String versionId, ObjectBody body, ObjectAttributes attributes, Instant lastModified) {
        return new StoredObject(versionId, body, attributes, lastModified.getEpochSecond());
    }

    /** Returns when it was stored or last appended to, with a precision of a second. */
    @Override
    public Instant lastModified() {
        return Instant.ofEpochSecond(epochSecond);
    }

    /** Returns this object with other attributes. */
    public StoredObject with(ObjectAttributes other) {
        return new StoredObject(versionId, body, other, epochSecond);
    }

    /** Returns this object, which has no version ID, with the ID {@code null}. */
    public StoredObject withNullId() {
        return new StoredObject(NULL_ID, body, attributes, epochSecond);
    }

    /** Adds the version ID, if there is one. */
    public ServerResponse describeVersion(ServerResponse response) {
        return response.header("x-oss-version-id", versionId);
    }

    /** Adds the headers of all responses about the object. */
    public ServerResponse identify(ServerResponse response) {
        response.header("ETag", '"' + body.etag() + '"').header(ServerResponse.CRC64, Crc64.toString(body.crc64()));
        describeVersion(response);
        if (body.appendable()) {
            response.header("x-oss-next-append-position", Long.toString(body.size()));
        }
        return attributes.settings().describe(response);
    }

    /** Adds the MD5 of the object, if it is known. */
    public ServerResponse describeMd5(ServerResponse response) {
        return response.header("Content-MD5", body.contentMd5());
    }

    /** Adds the time. */
    public ServerResponse describeTime(ServerResponse response) {
        return response.header("Last-Modified", HttpDate.format(lastModified()));
    }

    /** Returns the 304 for a client that already has this object. */
    public ServerResponse notModified() {
        return describeTime(identify(ServerResponse.notModified()));
    }

    /**
     * Checks that the bytes can be read.
     *
     * @throws OssException if the object is archived and not restored
     */
    public void checkReadable(ObjectName name, Instant now) {
        if (attributes.settings().isArchived() && !attributes.settings().state().isRestored(now)) {
            throw OssError.INVALID_OBJECT_STATE.with("ObjectName", name.key());
        }
    }

    /** Adds the headers of GetObject and HeadObject about the bytes. */
    ServerResponse describeContent(ServerResponse response, Instant now) {
        identify(response);
        describeMd5(response);
        ObjectState state = attributes.settings().state();
        response.header("x-oss-restore", state.restoreInfo(now)).header(SEALED_TIME, state.sealedTime());
        return describeTime(response).header("Accept-Ranges", "bytes");
    }

    /** Adds the headers of GetObject and HeadObject about type and attributes. */
    public ServerResponse describeAttributes(ServerResponse response) {
        attributes.describe(response);
        return response.header("x-oss-object-type", body.type().value());
    }
}
