// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.emulator.operation.FaultKind;
import io.github.ossv4.emulator.operation.InjectedFault;
import io.github.ossv4.emulator.wire.OssException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Faults as JSON: <code>{"fault":"error","status":503,"code":"ServiceUnavailable","headers":{"Retry-After":"0"}}</code>. The
 * names of faults are those of the methods of {@link Fault}, whose rules apply.
 */
final class FaultDocument {
    private static final String BYTES = "bytes";

    private FaultDocument() {}

    /**
     * Parses a fault, or a list of faults.
     *
     * @param value a value of {@link io.github.ossv4.emulator.json.JsonTree}
     * @throws IllegalArgumentException if it is invalid; the message names the member
     */
    static List<Fault> parse(@Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            return List.of(parse("fault", value));
        }
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            faults.add(parse("faults[" + i + "]", list.get(i)));
        }
        return faults;
    }

    private static Fault parse(String place, @Nullable Object value) {
        JsonMembers members = new JsonMembers(place, value);
        Fault fault;
        try {
            fault = parse(members);
            if (members.has("on")) {
                fault = fault.on(members.string("on"));
            }
        } catch (IllegalArgumentException e) {
            throw e.getMessage() != null && e.getMessage().startsWith(place + ".")
                    ? e
                    : new IllegalArgumentException(place + ": " + e.getMessage(), e);
        }
        if (members.has("times")) {
            fault = fault.times((int) members.integer("times", 1, Integer.MAX_VALUE));
        }
        members.checkNoOthers();
        return fault;
    }

    private static Fault parse(JsonMembers members) {
        String name = members.string("fault");
        return switch (name) {
            case "error" -> {
                Fault error = Fault.error((int) members.integer("status", 400, 599), members.string("code"));
                for (Map.Entry<String, String> header :
                        members.strings("headers").entrySet()) {
                    error = error.header(header.getKey(), header.getValue());
                }
                yield error;
            }
            case "uploadReset" -> Fault.uploadReset(size(members, BYTES));
            case "downloadReset" -> Fault.downloadReset(size(members, BYTES));
            case "downloadCut" -> Fault.downloadCut(size(members, BYTES));
            case "flippedByte" -> Fault.flippedByte(size(members, "position"));
            case "wrongCrc64" -> Fault.wrongCrc64(members.unsigned("crc64"));
            case "noCrc64" -> Fault.noCrc64();
            case "wrongEtag" -> Fault.wrongEtag();
            case "responseLost" -> Fault.responseLost();
            case "delay" -> Fault.delay(Duration.ofMillis(members.integer("milliseconds", 0, Integer.MAX_VALUE)));
            default ->
                throw members.invalid(
                        "fault",
                        "one of error, uploadReset, downloadReset, downloadCut, flippedByte, wrongCrc64, noCrc64,"
                                + " wrongEtag, responseLost, delay");
        };
    }

    private static long size(JsonMembers members, String name) {
        return members.integer(name, 0, Long.MAX_VALUE);
    }

    /** Writes a fault in the form in which it is parsed. */
    static void write(JsonGenerator json, InjectedFault fault) throws IOException {
        json.writeStartObject();
        json.writeStringField("fault", name(fault.kind()));
        OssException error = fault.error();
        if (error != null) {
            json.writeNumberField("status", error.status());
            json.writeStringField("code", error.code());
            if (!error.headers().isEmpty()) {
                json.writeObjectFieldStart("headers");
                for (Map.Entry<String, String> header : error.headers().entrySet()) {
                    json.writeStringField(header.getKey(), header.getValue());
                }
                json.writeEndObject();
            }
        }
        switch (fault.kind()) {
            case UPLOAD_RESET, DOWNLOAD_RESET, DOWNLOAD_CUT -> json.writeNumberField(BYTES, fault.number());
            case FLIPPED_BYTE -> json.writeNumberField("position", fault.number());
            case WRONG_CRC64 -> json.writeStringField("crc64", Long.toUnsignedString(fault.number()));
            case DELAY -> json.writeNumberField("milliseconds", fault.number());
            case NONE, ERROR, NO_CRC64, WRONG_ETAG, RESPONSE_LOST -> {}
        }
        if (fault.operation() != null) {
            json.writeStringField("on", fault.operation().name());
        }
        json.writeNumberField("times", fault.times());
        json.writeEndObject();
    }

    private static String name(FaultKind kind) {
        return switch (kind) {
            case NONE -> "none";
            case ERROR -> "error";
            case UPLOAD_RESET -> "uploadReset";
            case DOWNLOAD_RESET -> "downloadReset";
            case DOWNLOAD_CUT -> "downloadCut";
            case FLIPPED_BYTE -> "flippedByte";
            case WRONG_CRC64 -> "wrongCrc64";
            case NO_CRC64 -> "noCrc64";
            case WRONG_ETAG -> "wrongEtag";
            case RESPONSE_LOST -> "responseLost";
            case DELAY -> "delay";
        };
    }
}
