// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.callback;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.explain.CallbackRelay;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of a probe, and how OSS would handle the response. Immutable. */
record ProbeReport(Builder found, CallbackRelay relay) implements Result {
    /** The most bytes of a response body that are shown. */
    static final int MAX_BODY = 1000;

    private static final int MAX_SHOWN = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    /** Collects what is found. Not used after {@link #build}. */
    static final class Builder {
        private final String url;
        private final String keyUrl;
        List<InetAddress> addresses = List.of();

        boolean sentMalformedJson;

        int status;

        @Nullable
        String contentType;

        @Nullable
        String contentLength;

        /** The start of the response body; null if no response was received. */
        @Nullable
        String body;

        /** -1 until it is measured. */
        long milliseconds = -1;

        @Nullable
        String failure;

        Builder(String url, String keyUrl) {
            this.url = url;
            this.keyUrl = keyUrl;
        }

        ProbeReport build(CallbackRelay relay) {
            return new ProbeReport(this, relay);
        }
    }

    ExitCode exitCode() {
        return relay.isRelayed() ? ExitCode.SUCCESS : ExitCode.REFUSED;
    }

    @Override
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("POST " + shown(found.url));
        if (!found.addresses.isEmpty()) {
            lines.add("addresses: " + String.join(", ", addresses()));
        }
        if (found.failure != null) {
            lines.add("failure: " + shown(found.failure));
        }
        if (found.status != 0) {
            lines.add("status: " + found.status);
            lines.add("content-type: " + (found.contentType == null ? "none" : shown(found.contentType)));
            lines.add("content-length: " + (found.contentLength == null ? "none" : shown(found.contentLength)));
        }
        if (found.body != null) {
            lines.add("response body:" + body(found.body));
        }
        lines.add("time: " + found.milliseconds + " ms");
        lines.add("signed by: a key of this run, " + found.keyUrl + ", not by OSS");
        advice().forEach(line -> lines.add("! advice: " + line));
        lines.add(verdict());
        return String.join("\n", lines);
    }

    /** Returns a body on the line of its name, or on lines of its own. The console escapes them. */
    private static String body(String body) {
        String text = body.stripTrailing();
        if (text.contains("\n")) {
            return "\n" + text.indent(2).stripTrailing();
        }
        return text.isEmpty() ? " none" : " " + text;
    }

    private String verdict() {
        if (relay.isRelayed() && isCalled()) {
            return "verdict: OSS would return this response to the uploader, with status 200";
        }
        return relay.isRelayed()
                ? "verdict: the response is right, but OSS does not call this address: at a public IPv4 address, OSS would"
                        + " return the response to the uploader, with status 200"
                : "verdict: OSS would return status 203 and CallbackFailed (EC " + relay.ec() + "), \""
                        + relay.message() + "\": " + relay.reason();
    }

    /** Returns whether OSS calls the address of the server. */
    private boolean isCalled() {
        return found.addresses.stream().anyMatch(address -> address instanceof Inet4Address && !isPrivate(address));
    }

    private List<String> advice() {
        List<String> advice = new ArrayList<>();
        if (found.sentMalformedJson) {
            advice.add(
                    "the body that was sent is not JSON, and OSS would send the same: ${imageInfo.width} and"
                            + " ${imageInfo.height} are empty if the object is not an image. Put them in quotes, or leave them out");
        }
        if (found.failure != null && found.status != 0) {
            advice.add("the response ended before its body was complete: see its Content-Length");
        }
        if (found.status == UNAUTHORIZED || found.status == FORBIDDEN) {
            advice.add(
                    "a server that verifies callbacks refuses this one, unless it trusts the key at " + found.keyUrl);
        }
        if (found.addresses.stream().anyMatch(ProbeReport::isPrivate)) {
            advice.add("OSS does not call private addresses (EC 0007-00000008): it would refuse the upload");
        }
        if (!found.addresses.isEmpty() && found.addresses.stream().noneMatch(Inet4Address.class::isInstance)) {
            advice.add("OSS calls IPv4 addresses only");
        }
        return advice;
    }

    private static boolean isPrivate(InetAddress address) {
        return address.isLoopbackAddress() || address.isSiteLocalAddress() || address.isLinkLocalAddress();
    }

    private List<String> addresses() {
        return found.addresses.stream().map(InetAddress::getHostAddress).toList();
    }

    private static String shown(String text) {
        return PrintableText.escape(text, MAX_SHOWN);
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("url", found.url);
        Result.write(json, "addresses", addresses());
        Result.writeUnlessNull(json, "failure", found.failure);
        if (found.status != 0) {
            json.writeNumberField("status", found.status);
        }
        Result.writeUnlessNull(json, "contentType", found.contentType);
        Result.writeUnlessNull(json, "contentLength", found.contentLength);
        Result.writeUnlessNull(json, "body", found.body);
        json.writeNumberField("milliseconds", found.milliseconds);
        json.writeStringField("keyUrl", found.keyUrl);
        json.writeBooleanField("relayed", relay.isRelayed());
        json.writeBooleanField("called", isCalled());
        if (!relay.isRelayed()) {
            json.writeStringField("ec", String.valueOf(relay.ec()));
            json.writeStringField("message", relay.message());
            json.writeStringField("reason", relay.reason());
        }
        Result.write(json, "advice", advice());
    }
}
