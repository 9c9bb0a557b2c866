// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An object whose headers, tags, ACL or storage class were changed.
 *
 * @param versionId the version that a copy has created, in a bucket with versioning
 */
record ChangedObject(OssUrl url, Way way, @Nullable String versionId) implements Result {
    /** The way in which OSS changes an object. */
    enum Way {
        /** By a copy onto itself. */
        COPY,
        IN_PLACE
    }

    @Override
    public String text() {
        return "changed " + url + (versionId == null ? "" : "  version " + PrintableText.escape(versionId));
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        url.writeTo(json);
        json.writeBooleanField("copied", way == Way.COPY);
        Result.writeUnlessNull(json, "versionId", versionId);
    }
}
