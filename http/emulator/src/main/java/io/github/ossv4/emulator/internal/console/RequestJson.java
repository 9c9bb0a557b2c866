// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.ossv4.emulator.internal.wire.CallbackAttempt;
import io.github.ossv4.emulator.internal.wire.HandledRequest;
import io.github.ossv4.explain.SignatureMistake;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Requests as JSON, for programs. Members without a value are left out. */
public final class RequestJson {
    /** Escapes all that is not ASCII, so that the output is valid in any encoding, and cannot control a terminal. */
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Whether the bodies of callbacks are written. They can contain what the application keeps secret. */
    enum Bodies {
        WRITTEN,
        LEFT_OUT
    }

    private RequestJson() {}

    /** Returns a request as one line for a log, without the bodies of callbacks. */
    public static String line(HandledRequest request) {
        return write(json -> write(json, request, Bodies.LEFT_OUT));
    }

    /** Returns requests as an array, with the bodies of callbacks. */
    public static String array(List<HandledRequest> requests) {
        return write(json -> {
            json.writeStartArray();
            for (HandledRequest request : requests) {
                write(json, request, Bodies.WRITTEN);
            }
            json.writeEndArray();
        });
    }

    /** A part of a document. */
    public interface Content {
        /** Writes the part. */
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** Returns a document. */
    public static String write(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            content.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, HandledRequest request, Bodies bodies) throws IOException {
        json.writeStartObject();
        json.writeStringField(
                "time", request.time().truncatedTo(ChronoUnit.MILLIS).toString());
        json.writeStringField("requestId", request.requestId());
        json.writeStringField("clientIp", request.clientIp());
        json.writeStringField("method", request.target().method());
        json.writeStringField("path", request.target().path());
        optional(json, "bucket", request.target().bucket());
        optional(json, "key", request.target().key());
        optional(json, "operation", request.target().operation());
        json.writeNumberField("status", request.result().status());
        optional(json, "code", request.result().code());
        optional(json, "ec", request.result().ec());
        optional(json, "message", request.result().message());
        json.writeStringField("signature", request.verdict().name().toLowerCase(Locale.ROOT));
        SignatureMistake mistake = request.mistake();
        if (mistake != null) {
            json.writeObjectFieldStart("mistake");
            optional(json, "line", mistake.line());
            optional(json, "signed", mistake.signed());
            optional(json, "expected", mistake.expected());
            json.writeStringField("cause", mistake.cause());
            json.writeEndObject();
        }
        if (!request.callbacks().isEmpty()) {
            json.writeArrayFieldStart("callbacks");
            for (CallbackAttempt callback : request.callbacks()) {
                write(json, callback, bodies);
            }
            json.writeEndArray();
        }
        optional(json, "fault", request.fault());
        json.writeNumberField("bytesIn", request.traffic().bytesIn());
        json.writeNumberField("bytesOut", request.traffic().bytesOut());
        json.writeNumberField("millis", request.traffic().millis());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, CallbackAttempt callback, Bodies bodies) throws IOException {
        json.writeStartObject();
        json.writeStringField("url", callback.url());
        json.writeNumberField("status", callback.status());
        optional(json, "failure", callback.failure());
        json.writeNumberField("millis", callback.millis());
        if (bodies == Bodies.WRITTEN) {
            json.writeStringField("sent", callback.sent());
            optional(json, "received", callback.received());
        }
        json.writeEndObject();
    }

    static void optional(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
