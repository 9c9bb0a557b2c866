// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.CopyOptions;
import io.github.ossv4.http.CopyResult;
import io.github.ossv4.http.CopySource;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.OssResponse;
import io.github.ossv4.http.internal.call.ResponseDocument;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.call.UploadBody;
import io.github.ossv4.internal.text.ResourceNames;
import io.github.ossv4.internal.xml.ResultDocument;
import io.github.ossv4.internal.xml.XmlElement;
import io.github.ossv4.text.PercentEncoding;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * CopyObject.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/copyobject">CopyObject</a>
 */
public final class CopyObject {
    private CopyObject() {}

    public static Exchange<CopyResult> exchange(Transport transport, CopySource source, String key, CopyOptions options)
            throws IOException {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(options, "options");
        Operation operation = new Operation("CopyObject", "PUT", ResourceNames.checkKey(key))
                .respondsWhenStored()
                .body(UploadBody.empty())
                .header("x-oss-copy-source", header(source, transport.bucket()))
                .headers(options.headers())
                .conditions(options.conditions(), "x-oss-copy-source-")
                .header("x-oss-metadata-directive", options.replaceMetadata() ? "REPLACE" : null)
                .header("x-oss-tagging-directive", options.replaceTags() ? "Replace" : null)
                .forbidOverwrite(options.forbidOverwrite());
        Exchange<CopyResult> exchange =
                new Exchange<>(transport, operation, response -> result(operation, key, response));
        if (options.forbidOverwrite()) {
            exchange.resolvedBy(new StoredOutcome<>(transport, operation, key, ExpectedObject::ofAnyContent, true));
        }
        return exchange;
    }

    /** Returns the value of {@code x-oss-copy-source}. */
    static String header(CopySource source, String ownBucket) {
        return "/" + (source.bucket() == null ? ownBucket : source.bucket()) + "/"
                + PercentEncoding.encodePath(source.key())
                + (source.versionId() == null ? "" : "?versionId=" + PercentEncoding.encode(source.versionId()));
    }

    private static CopyResult result(Operation operation, String key, OssResponse response) throws IOException {
        XmlElement result = ResponseDocument.document(operation, response, CopyObject::document);
        String quoted = result.text("ETag");
        return CopyResult.builder(key)
                .etag(quoted == null ? response.etag() : quoted.replace("\"", ""))
                .lastModified(ResultDocument.instant(result.text("LastModified")))
                .crc64(response.crc64())
                .versionId(response.versionId())
                .sourceVersionId(response.header("x-oss-copy-source-version-id"))
                .requestId(response.requestId())
                .build();
    }

    private static @Nullable XmlElement document(byte[] body) {
        XmlElement document = XmlElement.parse(body);
        return document != null && document.name().equals("CopyObjectResult") ? document : null;
    }
}
