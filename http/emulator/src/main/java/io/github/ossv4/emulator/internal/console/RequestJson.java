// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import io.github.ossv4.emulator.internal.json.JsonObject;
import io.github.ossv4.emulator.internal.wire.CallbackAttempt;
import io.github.ossv4.emulator.internal.wire.HandledRequest;
import io.github.ossv4.explain.SignatureMistake;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Requests as JSON, for programs. Members without a value are left out. */
final class RequestJson {
    private RequestJson() {}

    /** Returns requests as an array, with the bodies of callbacks. */
    static String array(List<HandledRequest> requests) {
        return JsonObject.toText(requests.stream().map(RequestJson::toJson).toList());
    }

    private static JsonObject toJson(HandledRequest request) {
        JsonObject json = new JsonObject()
                .with("time", request.time().truncatedTo(ChronoUnit.MILLIS))
                .with("requestId", request.requestId())
                .with("clientIp", request.clientIp())
                .with("method", request.target().method())
                .with("path", request.target().path())
                .with("bucket", request.target().bucket())
                .with("key", request.target().key())
                .with("operation", request.target().operation())
                .with("status", request.result().status())
                .with("code", request.result().code())
                .with("ec", request.result().ec())
                .with("message", request.result().message())
                .with("signature", request.verdict().name().toLowerCase(Locale.ROOT));
        SignatureMistake mistake = request.mistake();
        if (mistake != null) {
            json.with(
                    "mistake",
                    new JsonObject()
                            .with("line", mistake.line())
                            .with("signed", mistake.signed())
                            .with("expected", mistake.expected())
                            .with("cause", mistake.cause()));
        }
        if (!request.callbacks().isEmpty()) {
            json.with(
                    "callbacks",
                    request.callbacks().stream().map(RequestJson::toJson).toList());
        }
        return json.with("fault", request.fault())
                .with("note", request.note())
                .with("userAgent", request.userAgent())
                .with("bytesIn", request.traffic().bytesIn())
                .with("bytesOut", request.traffic().bytesOut())
                .with("millis", request.traffic().millis());
    }

    private static JsonObject toJson(CallbackAttempt callback) {
        return new JsonObject()
                .with("url", callback.url())
                .with("status", callback.status())
                .with("failure", callback.failure())
                .with("millis", callback.millis())
                .with("sent", callback.sent())
                .with("received", callback.received());
    }
}
