// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.http.RestoreStatus;
import java.io.IOException;

/** An archived object, and the state of its restoration. */
record RestoredObject(OssUrl url, RestoreStatus status) implements Result {
    @Override
    public String text() {
        return switch (status) {
                    case STARTED -> "restoration started: ";
                    case IN_PROGRESS -> "restoration already in progress: ";
                    case RESTORED -> "already restored: ";
                }
                + url;
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        url.writeTo(json);
        json.writeStringField(
                "status",
                switch (status) {
                    case STARTED -> "started";
                    case IN_PROGRESS -> "inProgress";
                    case RESTORED -> "restored";
                });
    }
}
