// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.multipart.PartPlan;
import java.util.regex.Pattern;

/** The part that a request is to upload. */
record PartReference(PendingUpload upload, int number) {
    /** The parameter that numbers it. */
    static final String PART_NUMBER = "partNumber";

    private static final Pattern NUMBER = Pattern.compile("0*[0-9]{1,5}");

    /** @throws OssException if no such part can be uploaded */
    static PartReference of(ReceivedRequest request, ObjectName name, PendingUploads uploads) {
        String number = request.query().get(PART_NUMBER);
        if (number == null || number.isEmpty()) {
            throw OssException.missingPartNumber();
        }
        PartReference reference = new PartReference(uploads.get(request, name), parseNumber(number));
        for (String header : Encryption.HEADERS) {
            String value = request.header(header);
            if (value != null) {
                throw OssException.invalidArgument(
                        null, "The encryption of parts is specified when their upload is initiated.", header, value);
            }
        }
        reference.upload.check(reference.number);
        return reference;
    }

    /**
     * Reads a number.
     *
     * @throws OssException if it is not 1 to 10,000
     */
    static int parseNumber(String text) {
        int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (number < 1 || number > PartPlan.MAX_PARTS) {
            throw OssException.invalidPartNumber(text);
        }
        return number;
    }
}
