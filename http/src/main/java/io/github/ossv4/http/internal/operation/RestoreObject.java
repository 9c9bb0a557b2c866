// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.RestoreOptions;
import io.github.ossv4.http.RestoreStatus;
import io.github.ossv4.http.RestoreTier;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.internal.call.CallFailures;
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
 * RestoreObject. It is idempotent: a repeated request finds the restoration in progress.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/restoreobject">RestoreObject</a>
 */
public final class RestoreObject {
    private static final int ACCEPTED = 202;

    private RestoreObject() {}

    public static Exchange<RestoreStatus> exchange(Transport transport, String key, RestoreOptions options)
            throws IOException {
        Objects.requireNonNull(options, "options");
        Operation operation = new Operation("RestoreObject", "POST", ResourceNames.checkKey(key))
                .query("restore", "")
                .query("versionId", options.versionId())
                .header("Content-Type", "application/xml")
                .body(new UploadBody(Body.of(document(options).getBytes(US_ASCII)), null));
        return new Exchange<>(transport, operation, response -> status(operation, response));
    }

    private static String document(RestoreOptions options) {
        RestoreTier tier = options.tier();
        return "<RestoreRequest><Days>" + options.days() + "</Days>"
                + (tier == null ? "" : "<JobParameters><Tier>" + tier.value() + "</Tier></JobParameters>")
                + "</RestoreRequest>";
    }

    private static RestoreStatus status(Operation operation, OssResponse response) throws IOException {
        try {
            ResponseDocument.throwUnlessSuccessful(operation, response);
        } catch (ServiceException e) {
            if (CallFailures.isRefusal(e, "RestoreAlreadyInProgress")) {
                return RestoreStatus.IN_PROGRESS;
            }
            throw e;
        }
        return response.status() == ACCEPTED ? RestoreStatus.STARTED : RestoreStatus.RESTORED;
    }
}
