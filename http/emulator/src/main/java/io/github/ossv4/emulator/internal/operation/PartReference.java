// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.Encryption;
import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.multipart.PartPlan;
import java.util.regex.Pattern;

/** The part that a request uploads. */
record PartReference(PendingUpload upload, int number) {
    /** The query parameter with its number. */
    static final String PART_NUMBER = "partNumber";

    private static final Pattern NUMBER = Pattern.compile("0*[0-9]{1,5}");

    /**
     * Returns the part that a request names.
     *
     * @throws OssException if it cannot be uploaded, or the request has headers about encryption
     */
    static PartReference of(Call call) {
        String number = call.parameter(PART_NUMBER);
        if (number == null || number.isEmpty()) {
            throw OssException.invalidArgument(
                    "0017-00000219", "Unexpected query string parameter", "ResourceType", "partNumber");
        }
        PartReference reference = new PartReference(call.upload(), parseNumber(number));
        for (String header : Encryption.HEADERS) {
            String value = call.header(header);
            if (value != null) {
                throw OssException.invalidArgument(
                        "The encryption of parts is specified when their upload is initiated.", header, value);
            }
        }
        reference.upload.check(reference.number);
        return reference;
    }

    /**
     * Parses a part number.
     *
     * @throws OssException if it is not between 1 and 10,000
     */
    static int parseNumber(String text) {
        int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (number < 1 || number > PartPlan.MAX_PARTS) {
            throw OssException.invalidArgument(
                    "0017-00000220",
                    "Part number must be an integer between 1 and 10000, inclusive.",
                    "PartNumber",
                    text);
        }
        return number;
    }
}
