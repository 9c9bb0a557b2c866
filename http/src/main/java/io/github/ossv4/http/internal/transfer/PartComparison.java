// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.PartMismatchException;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the parts that OSS has stored with those that an upload should have.
 *
 * <p>Rule: An upload by presigned URLs is completed only if its stored parts have the planned sizes and the reported
 * CRC64s ({@code PresignedUploadTest}).
 */
public final class PartComparison {
    private PartComparison() {}

    /**
     * Returns all stored parts of a plan, with the expected checksums.
     *
     * @param call the name of the call, for the exception
     * @param crc64s the CRC64s of all parts of the plan, in the order of their numbers
     * @throws PartMismatchException if a part is missing, differs, or is not in the plan
     */
    public static List<UploadedPart> checkedParts(
            String call, PartPlan plan, List<Long> crc64s, List<UploadedPart> stored) throws PartMismatchException {
        Map<Integer, UploadedPart> byNumber = new HashMap<>();
        List<Integer> unexpected = new ArrayList<>();
        for (UploadedPart part : stored) {
            if (part.number() <= plan.count()) {
                byNumber.put(part.number(), part);
            } else {
                unexpected.add(part.number());
            }
        }
        List<UploadedPart> parts = new ArrayList<>();
        List<Integer> missing = new ArrayList<>();
        List<Integer> different = new ArrayList<>();
        for (int number = 1; number <= plan.count(); number++) {
            UploadedPart part = byNumber.get(number);
            Long crc64 = crc64s.get(number - 1);
            if (part == null) {
                missing.add(number);
            } else if (part.size() != plan.part(number).length()
                    || (part.crc64() != null && !part.crc64().equals(crc64))) {
                different.add(number);
            } else {
                // If OSS lists no CRC64, the expected one becomes part of the CRC64 of the whole object, which is
                // compared.
                parts.add(UploadedPart.of(number, part.etag(), part.size(), crc64));
            }
        }
        if (!missing.isEmpty() || !different.isEmpty() || !unexpected.isEmpty()) {
            throw new PartMismatchException(call, missing, different, unexpected);
        }
        return parts;
    }
}
