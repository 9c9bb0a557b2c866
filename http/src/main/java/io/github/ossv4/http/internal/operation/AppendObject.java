// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.AppendPosition;
import io.github.ossv4.http.AppendResult;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.http.UnexpectedResponseException;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.OssResponse;
import io.github.ossv4.http.internal.call.ResponseDocument;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.call.UploadBody;
import io.github.ossv4.internal.text.ResourceNames;
import java.io.IOException;
import java.util.Objects;

/**
 * AppendObject. OSS returns the CRC64 of the whole object; ours is combined with the CRC64 of the object before.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/appendobject">AppendObject</a>
 */
public final class AppendObject {
    private AppendObject() {}

    public static Exchange<AppendResult> exchange(
            Transport transport, String key, AppendPosition position, Body body, PutOptions options)
            throws IOException {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(options, "options");
        if (options.callback() != null || options.forbidOverwrite()) {
            throw new IllegalArgumentException("AppendObject has no callback and no forbidOverwrite: " + options);
        }
        UploadBody upload = new UploadBody(body, options.progress());
        if (position.offset() > UploadBody.MAX_LENGTH - upload.length()) {
            throw new IllegalArgumentException("an appendable object must have at most " + UploadBody.MAX_LENGTH
                    + " bytes (5 GB), would have more if appended at " + position.offset());
        }
        Operation operation = new Operation("AppendObject", "POST", ResourceNames.checkKey(key))
                .query("append", "")
                .query("position", Long.toString(position.offset()))
                .body(upload)
                .notIdempotent()
                .headers(options.headers())
                .trafficLimit(options.trafficLimit())
                .header("Content-MD5", options.contentMd5());
        if (position.offset() == 0) {
            transport.contentTypes().applyTo(operation, body);
        }
        return new Exchange<>(transport, operation, response -> {
                    ResponseDocument.throwUnlessSuccessful(operation, response);
                    ResponseDocument.throwUnlessOfObject(operation, response);
                    return checked(operation, position, upload, response);
                })
                .resolvedBy(new AppendOutcome(transport, operation, key, position, HeadObject.operation(key)));
    }

    private static AppendResult checked(
            Operation operation, AppendPosition position, UploadBody upload, OssResponse response) throws IOException {
        long appended = upload.sentCrc64();
        long offset = position.offset() + upload.length();
        String next = response.header("x-oss-next-append-position");
        if (next != null && !next.equals(Long.toString(offset))) {
            throw new UnexpectedResponseException(operation + ": the next append position should be " + offset
                    + ", OSS returned " + next + " (request id " + response.requestId() + ")");
        }
        Long before = position.crc64();
        Long remote = response.crc64();
        if (before == null) {
            // There is no CRC64 to compare with, but the next position has one.
            return result(
                    remote == null ? AppendPosition.of(offset) : AppendPosition.of(offset, remote), false, response);
        }
        long local = Crc64.combine(before, appended, upload.length());
        if (remote != null && remote != local) {
            throw ChecksumMismatches.appended(operation, local, remote, response.requestId());
        }
        return result(AppendPosition.of(offset, local), remote != null, response);
    }

    private static AppendResult result(AppendPosition next, boolean checked, OssResponse response) {
        return AppendResult.of(next, checked, response.etag(), response.versionId(), response.requestId());
    }
}
