// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.http.PresignedUrl;
import java.io.IOException;

/** A presigned URL, and how to use it. */
record PresignResult(PresignedUrl presigned) implements Result {
    @Override
    public String text() {
        return presigned.url();
    }

    /** Returns what a person needs to use the URL: its expiry and its headers. */
    String note() {
        StringBuilder text = new StringBuilder("expires: ").append(presigned.expires());
        if (!presigned.headers().isEmpty()) {
            text.append("\nheaders that must be sent unchanged:");
            presigned
                    .headers()
                    .forEach((name, value) ->
                            text.append("\n  ").append(name).append(": ").append(value));
        }
        return text.toString();
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("method", presigned.method());
        json.writeStringField("url", presigned.url());
        Result.write(json, "headers", presigned.headers());
        json.writeStringField("expires", presigned.expires().toString());
    }

    @Override
    public String toString() {
        return presigned.toString();
    }
}
